import {lookup as lookUp} from 'node:dns';
import {BlockList, isIP, type LookupFunction} from 'node:net';

/** Addresses no probe has business with: link-local ones serve cloud credentials (metadata services), the others are no hosts. */
const refused = new BlockList();
refused.addSubnet('169.254.0.0', 16, 'ipv4');
refused.addSubnet('0.0.0.0', 8, 'ipv4');
refused.addSubnet('224.0.0.0', 3, 'ipv4');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('ff00::', 8, 'ipv6');
refused.addAddress('fd00:ec2::254', 'ipv6');
refused.addAddress('::', 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Thrown at connect time, with the reason as its message. */
class RefusedAddress extends Error {}

/** @throws RefusedAddress */
export function checkAddress(address: string, wants: {readonly loopback: boolean}): void {
	const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
	if (refused.check(address, family)) {
		throw new RefusedAddress(`${address} is a link-local or special address, which is never asked.`);
	}
	if (wants.loopback && !loopback.check(address, family)) {
		throw new RefusedAddress(`A secret would travel in the open to ${address}; use https.`);
	}
}

/**
Name resolution for a connection that checks every address it may use, at the moment it is used: a name that resolves
to something else a moment later is caught.
*/
export function checkedLookup(wants: {readonly loopback: boolean}): LookupFunction {
	return (host, options, done) => {
		lookUp(host, {...options, all: true}, (error, addresses) => {
			if (error !== null) {
				done(error, '', 0);
				return;
			}
			try {
				for (const {address} of addresses) {
					checkAddress(address, wants);
				}
			} catch (reason) {
				done(reason as Error, '', 0);
				return;
			}
			const [first] = addresses;
			if (options.all === true) {
				done(null, addresses);
			} else {
				done(null, first?.address ?? '', first?.family ?? 0);
			}
		});
	};
}
