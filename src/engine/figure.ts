import {readCondition} from '../runbook/front-matter/condition.ts';
import type {MetricWork} from '../runbook/work-model.ts';

/** How the figures of a metric are told: each times this much, with this unit behind it. */
export type Scale = {readonly times: number; readonly unit: string};

export const plainScale: Scale = {times: 1, unit: ''};

/** A ratio whose limits are written in percent is told in percent; everything else as it was measured. */
export function scaleOf({unit, fail, warn}: Pick<MetricWork, 'unit' | 'fail' | 'warn'>): Scale {
	if (unit !== undefined) {
		return {times: 1, unit};
	}
	const limits = [fail, warn ?? ''].map(text => readCondition(text)?.limit);
	return limits.some(limit => limit?.is === 'number' && limit.percent) ? {times: 100, unit: '%'} : plainScale;
}

/** `0.42%`, `412 ms`, `17`: to four digits, more is noise to whoever reads it. The journal keeps all of them. */
export function figure(value: number, {times, unit}: Scale): string {
	const digits = String(Number((value * times).toPrecision(4)));
	return unit === '' || unit === '%' ? `${digits}${unit}` : `${digits} ${unit}`;
}
