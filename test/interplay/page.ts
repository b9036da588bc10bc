import {LAST_INTERPLAYS, LAST_INTERPLAYS_ON} from './last-run.js'

/** The section on random histories of docs/reliability.md. */
export function renderInterplay(): readonly string[] {
  return [
    '## Random histories, beside external-dns',
    '',
    '`npm run interplay` ([how](../test/conformance/README.md#more-than-what-was-recorded)) makes up histories of two to four steps, in which',
    'Services, Ingresses, DNSEndpoints and nodes come, change and go, under random flags, in zones that others use too. external-dns and this',
    'program each play every history. Where external-dns finishes all steps, keeps the laws and ends alike each time, the zones must be equal',
    'after every step, with no more calls; elsewhere this program must keep the laws. Then the two take turns on one zone, and the second must',
    'find nothing to do.',
    '',
    `Last runs: ${LAST_INTERPLAYS_ON}, beside external-dns built from its Go modules, with AWS as the only cloud and without the source`,
    '`openshift-route`; v0.23.0 was rewritten for Go 1.26 where it names promoted fields in literals.',
    '',
    '| external-dns | stories | equal | laws kept | different | of all, excepted |',
    '| --- | --- | --- | --- | --- | --- |',
    ...LAST_INTERPLAYS.map(
      ({version, stories, ...counts}) =>
        `| ${[version, stories, counts.equal, counts.laws, counts.different, counts.excepted].join(' | ')} |`,
    ),
    '',
    "The excepted ones are the same for both. Each has a host at a zone's apex where NS is a managed type, for which external-dns makes nothing",
    '([differences](differences.md)). No other exception of `test/interplay/exceptions.ts` was needed.',
  ]
}
