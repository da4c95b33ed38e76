import {isIP} from 'node:net';
import {connect, type PeerCertificate, type TLSSocket} from 'node:tls';
import type {ProbeWork} from '../../runbook/work-model.ts';
import {type Asking, type Finding, failed, passed} from '../finding.ts';
import {trusted, wantsMoreAuthorities} from '../http/authorities.ts';
import {reasonOf} from '../http/reason.ts';
import {placeOf} from './tcp.ts';

const dayMs = 86_400_000;

type Shown = {readonly certificate: PeerCertificate; readonly distrust?: string; readonly error?: unknown};

/** Looks at the certificate that is shown there: whom it is for, who vouches for it, how many days are left. */
export async function askTls(
	{attempt, signal}: Asking,
	work: Extract<ProbeWork, {probe: 'tls'}>,
): Promise<Finding> {
	const place = placeOf(attempt.order.values, work.host, String(work.port));
	if (!place.ok) {
		return failed(place.why);
	}
	const {host, port} = place;
	const first = await handshake(host, port, signal);
	const isUntrusted = typeof first !== 'string' && wantsMoreAuthorities(first.error);
	const answer = isUntrusted ? await handshake(host, port, signal) : first;
	if (typeof answer === 'string') {
		attempt.log.note(`? tls ${host}:${port}\n! ${answer}`);
		return failed(`${host}:${port}: ${answer}`);
	}
	const {certificate, distrust} = answer;
	const until = Date.parse(certificate.valid_to);
	const daysLeft = Math.floor((until - Date.now()) / dayMs);
	const facts = {
		daysLeft: Number.isFinite(daysLeft) ? daysLeft : 'unknown',
		until: certificate.valid_to,
		subject: nameOf(certificate.subject?.CN),
		issuer: nameOf(certificate.issuer?.CN),
	};
	attempt.log.note(
		`? tls ${host}:${port}\nfor ${facts.subject}, from ${facts.issuer}, until ${facts.until} (${facts.daysLeft} days)${distrust === undefined ? '' : `\n! ${distrust}`}`,
	);
	if (distrust !== undefined) {
		return failed(distrust, {facts});
	}
	return daysLeft >= work.daysLeftMin
		? passed(`valid for ${daysLeft} more days`, {facts})
		: failed(
				`The certificate is valid for ${facts.daysLeft} more days; at least ${work.daysLeftMin} are expected.`,
				{facts},
			);
}

/** @returns the certificate, trusted or not, or why there is none. */
function handshake(host: string, port: number, signal: AbortSignal): Promise<Shown | string> {
	const {promise, resolve} = Promise.withResolvers<Shown | string>();
	// An untrusted certificate is looked at all the same, to say what is wrong with it; nothing is ever sent over it.
	const socket: TLSSocket = connect(
		{host, port, ...(isIP(host) === 0 ? {servername: host} : {}), rejectUnauthorized: false, ...trusted()},
		() => {
			const certificate = socket.getPeerCertificate();
			const isThere = certificate.valid_to !== undefined;
			resolve(
				isThere
					? {
							certificate,
							...(socket.authorized
								? {}
								: {distrust: reasonOf(socket.authorizationError), error: socket.authorizationError}),
						}
					: 'It shows no certificate.',
			);
		},
	);
	const onAbort = () => resolve('Nobody answers in time.');
	signal.addEventListener('abort', onAbort, {once: true});
	socket.once('error', error =>
		resolve(
			/wrong version number|packet length|EPROTO/.test(error.message)
				? 'What answers there does not speak TLS.'
				: reasonOf(error),
		),
	);
	socket.once('close', () => resolve('The connection was closed before a certificate was shown.'));
	if (signal.aborted) {
		onAbort();
	}
	return promise.finally(() => {
		signal.removeEventListener('abort', onAbort);
		socket.on('error', () => {});
		socket.destroy();
	});
}

function nameOf(name: string | readonly string[] | undefined): string {
	return typeof name === 'string' ? name : (name?.join(', ') ?? '(no name)');
}
