/** The run of the sample runbook that most scenes are about. */
export const production = {environment: 'production', production: true, service: 'checkout'} as const;

export const given = {
	version: {is: 'value', value: '4.12.0', from: 'asked'},
	colour: {is: 'value', value: 'green', from: 'asked'},
	'db-password': {is: 'secret', from: 'asked'},
} as const;
