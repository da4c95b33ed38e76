/** What customers order, evenly. */
export const items = ['tea', 'coffee', 'honey', 'bread'] as const;

/** Price of one piece in cents, as the new version knows it. */
const prices: Readonly<Record<string, number>> = {tea: 450, coffee: 790, honey: 620, bread: 380};

/** The price list that went out with the bad release: an item was lost in it. */
const {honey: _forgotten, ...pricesWithAGap} = prices;

/** What one version of the shop can do. */
export type Release = {
	/** Reads and writes the column `delivery`, so it needs the migrated schema. */
	readonly delivery: boolean;
	/** Total in cents; absent in the version that did not sum up yet. */
	readonly total?: (item: string, quantity: number) => number;
	/** The process dies at this order: a crash that shows only under real traffic. */
	readonly crashAtOrder?: number;
};

/** How a release is broken on purpose. */
export type Flaw = 'none' | 'price-gap' | 'crash';

export const oldVersion = '1.4.2';

/** Four orders are a second or two of traffic: the process is up long enough to look well. */
const crashAtOrder = 4;

export function releaseOf(version: string, flaw: Flaw): Release {
	if (version === oldVersion) {
		return {delivery: false};
	}
	const list = flaw === 'price-gap' ? pricesWithAGap : prices;
	return {
		delivery: true,
		total: (item, quantity) => priceIn(list, item) * quantity,
		...(flaw === 'crash' ? {crashAtOrder} : {}),
	};
}

function priceIn(list: Readonly<Record<string, number>>, item: string): number {
	const price = list[item];
	if (price === undefined) {
		throw new TypeError(`no price for ${item}`);
	}
	return price;
}
