import {findPersonKey} from '../../src/record/ssh-key.ts';
import {signAsPerson} from '../../src/record/ssh-sign.ts';

/** Run in a pseudo-terminal by person-signature.test.ts: signs with the key in the first argument, says why it could not. */
const env = {PATH: process.env.PATH, HOME: process.env.HOME};
const found = await findPersonKey({env, asked: process.argv[2] ?? ''});
const signed = found.ok
	? await signAsPerson({key: found.key, namespace: 'test', message: Buffer.from('x'), env, withinMs: 3000})
	: found;
process.stdout.write(signed.ok ? 'signed' : signed.why);
