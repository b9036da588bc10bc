import {BLOCK_REASONS} from '../../plan/blocked.js'
import {boolean, choice, duration, file, integer, string, strings, withColumn} from './flag-spec.js'

/** Settings that external-dns does not have, for every command that plans. */
export const OWN_SETTINGS_FLAGS = withColumn({topic: 'Kubernetes'})({
  context: strings('Context of the kubeconfig; default: the current one; repeatable: one plan for several clusters', {
    known: 'contexts',
    isMostlyOne: true,
  }),
  as: string('User to impersonate at the API server'),
  ...withColumn({topic: 'Objects', hasEnv: false, hasNegation: false})({
    'all-namespaces': boolean('Read all namespaces, which is the default; not with --namespace', {char: 'A'}),
    manifests: strings('This file, folder or stdin (-), not the cluster; repeatable', {known: 'files'}),
    'status-from-cluster': boolean('With --manifests: take status, pods, endpoint slices and nodes from the cluster'),
    'manifests-are-complete': boolean(
      'With --manifests: what is not in the files does not exist, so its records may be deleted',
    ),
  }),
  'from-deployment': string(
    'Use the flags of this external-dns, NAMESPACE/NAME; its variables too, where nothing else is set',
    {topic: 'Run', hasEnv: false},
  ),
  tolerate: strings('Reason code to tolerate: it is not a problem, so the run does not end with 4; repeatable', {
    topic: 'Safety',
    goesWithFile: true,
    known: BLOCK_REASONS,
  }),
  only: strings('Only this host, or those below *.example.com; repeatable', {topic: 'Safety', hasEnv: false}),
  'shard-count': integer('Number of runs that share the zones; each zone belongs to one run, chosen by its name', {
    topic: 'Zones',
    default: '1',
  }),
  'shard-index': string('Number of this run among them, from 0; default: JOB_COMPLETION_INDEX of an Indexed Job', {
    topic: 'Zones',
  }),
  'max-deletes': string(
    'Most hosts that may be deleted; N in the run, or P% in a zone; default: 10 hosts or 10% of the owned hosts, whichever is more',
    {topic: 'Safety', goesWithFile: true},
  ),
  'on-missing-target': choice('What happens to the records of an object that has no target yet', {
    topic: 'Safety',
    default: 'hold',
    options: ['hold', 'delete'],
  }),
  'allow-unowned-deletes': boolean(
    'With --registry=noop: delete record sets that no object asks for, whoever made them',
    {topic: 'Safety'},
  ),
  'full-read': boolean('Read all selected zones in full, even where a part is enough', {topic: 'Zones'}),
  ...withColumn({topic: 'AWS', goesWithFile: true})({
    'aws-zone-role': strings(
      'Zones of another account: SUFFIX_OR_ID=ARN of the role that reads and writes the zones of that name or id; repeatable',
    ),
    'aws-qps': string('Most calls to Route 53 in a second; 0: no limit until it throttles', {default: '0'}),
    'aws-api-timeout': duration('How long one call to Route 53 may take; 0s: no limit', {default: '30s'}),
  }),
  timeout: duration(
    'How long the run may take: after that, batches under way are finished, others not started; 0s: no limit',
    {goesWithFile: true, default: '0s', topic: 'Run'},
  ),
})

/** Flags for the format of the output, for every command. */
export const OUTPUT_FLAGS = withColumn({topic: 'Output', goesWithFile: true, hasEnv: false})({
  format: choice('Form of the answer on stdout; yaml: of --show-config only', {
    default: 'text',
    options: ['text', 'json', 'yaml'],
    char: 'o',
  }),
  json: boolean('Short for --format=json', {hasNegation: false}),
  color: boolean('Colour always (--no-color: never); default: on a terminal'),
  quiet: boolean('No progress and no notes on stderr; only warnings, errors and the question; not with --verbose', {
    hasNegation: false,
    char: 'q',
  }),
  verbose: boolean('Say more; on stderr AWS identity, calls, times', {hasNegation: false}),
})

/** Flags of commands that write. */
export const APPLY_FLAGS = withColumn({topic: 'Run', goesWithFile: true, hasEnv: false})({
  yes: boolean('Apply without asking', {topic: 'Safety', hasNegation: false}),
  wait: boolean('Wait until all name servers of Route 53 have the changes; default: only without --yes'),
  'batch-comment': string(
    'Text for the comment of every change batch, which Route 53 keeps where change history is on',
    {topic: 'AWS'},
  ),
})

export const CONSENT_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  'yes-from-manifests': boolean('With --manifests: apply what the files say, even if it is not deployed yet'),
})

export const EXIT_CODE_FLAGS = withColumn({topic: 'Run', hasEnv: false})({
  'detailed-exitcode': boolean('End with 2 when there are changes', {hasNegation: false}),
})

/** Flags for the config file and for showing the settings, for every command. */
export const CONFIG_FLAGS = withColumn({topic: 'Run', goesWithFile: true})({
  config: file(
    'YAML file of settings, named as the flags; default: external-dns-ts.yaml in the working folder, else config.yaml in ~/.config/external-dns-ts; --config= reads none',
    {mayBeEmpty: true},
  ),
  'show-config': boolean(
    'Print each setting and where it comes from, secrets masked, and end; with -o yaml as a file for --config',
    {topic: 'Output', hasEnv: false, hasNegation: false},
  ),
})

export const PLAN_OUTPUT_FLAGS = withColumn({topic: 'Output', goesWithFile: true, hasEnv: false, hasNegation: false})({
  format: {...OUTPUT_FLAGS.format, options: ['text', 'json', 'markdown', 'html', 'yaml']},
  summary: boolean('Show zones and counts only, not the hosts'),
  verbose: {
    ...OUTPUT_FLAGS.verbose,
    summary:
      'Say more; unchanged values, the text of ownership TXT, every object, every zone; on stderr AWS identity, calls, times',
  },
})

/** Flags of commands that make a plan. */
export const REPORT_FLAGS = withColumn({topic: 'Output', hasEnv: false})({
  'gitlab-report': file('Write the counts to this file, for reports:terraform of GitLab'),
})
