/** What `gonogo` and `gonogo help` show: the six verbs most people ever need. */
export function frontPage(): string {
	return `gonogo walks you through a Markdown runbook and leaves a signed record.

  gonogo practice            a real release on this computer, to learn on
  gonogo run FILE            walk a runbook
  gonogo resume [RUN]        go on with a run that was left, held or cut off
  gonogo lint FILE…          find what would hurt in a runbook
  gonogo verify FILE|RUN…    check a record, line by line
  gonogo log                 the runs on this computer

gonogo alone offers the runbooks here and the runs of this computer.
gonogo help all lists every verb, gonogo help TOPIC opens a page of the manual.
`;
}
