import {BLOCK_REASONS} from '../../plan/blocked.js'
import {type FlagRows, withColumn} from './flag-spec.js'

/** Settings that external-dns does not have, for every command that plans. */
export const OWN_SETTINGS_FLAGS = withColumn({topic: 'Kubernetes'})({
  context: {
    kind: 'strings',
    known: 'contexts',
    isMostlyOne: true,
    summary: 'Context of the kubeconfig; default: the current one; repeatable: one plan for several clusters',
  },
  as: {kind: 'string', summary: 'User to impersonate at the API server'},
  ...withColumn({topic: 'Objects', hasEnv: false, hasNegation: false})({
    'all-namespaces': {
      kind: 'boolean',
      char: 'A',
      summary: 'Read all namespaces, which is the default; not with --namespace',
    },
    manifests: {
      kind: 'strings',
      known: 'files',
      summary: 'This file, folder or stdin (-), not the cluster; repeatable',
    },
    'status-from-cluster': {
      kind: 'boolean',
      summary: 'With --manifests: take status, pods, endpoint slices and nodes from the cluster',
    },
    'manifests-are-complete': {
      kind: 'boolean',
      summary: 'With --manifests: what is not in the files does not exist, so its records may be deleted',
    },
  } as const satisfies FlagRows),
  'from-deployment': {
    kind: 'string',
    topic: 'Run',
    hasEnv: false,
    summary: 'Use the flags of this external-dns, NAMESPACE/NAME; its variables too, where nothing else is set',
  },
  tolerate: {
    topic: 'Safety',
    goesWithFile: true,
    kind: 'strings',
    known: BLOCK_REASONS,
    summary: 'Reason code to tolerate: it is not a problem, so the run does not end with 4; repeatable',
  },
  only: {
    topic: 'Safety',
    kind: 'strings',
    hasEnv: false,
    summary: 'Only this host, or those below *.example.com; repeatable',
  },
  'shard-count': {
    topic: 'Zones',
    kind: 'integer',
    default: '1',
    summary: 'Number of runs that share the zones; each zone belongs to one run, chosen by its name',
  },
  'shard-index': {
    topic: 'Zones',
    kind: 'string',
    summary: 'Number of this run among them, from 0; default: JOB_COMPLETION_INDEX of an Indexed Job',
  },
  'max-deletes': {
    topic: 'Safety',
    goesWithFile: true,
    kind: 'string',
    summary:
      'Most hosts that may be deleted; N in the run, or P% in a zone; default: 10 hosts or 10% of the owned hosts, whichever is more',
  },
  'on-missing-target': {
    topic: 'Safety',
    kind: 'enum',
    default: 'hold',
    options: ['hold', 'delete'],
    summary: 'What happens to the records of an object that has no target yet',
  },
  'allow-unowned-deletes': {
    topic: 'Safety',
    kind: 'boolean',
    summary: 'With --registry=noop: delete record sets that no object asks for, whoever made them',
  },
  'full-read': {
    topic: 'Zones',
    kind: 'boolean',
    summary: 'Read all selected zones in full, even where a part is enough',
  },
  ...withColumn({topic: 'AWS', goesWithFile: true})({
    'aws-zone-role': {
      kind: 'strings',
      summary:
        'Zones of another account: SUFFIX_OR_ID=ARN of the role that reads and writes the zones of that name or id; repeatable',
    },
    'aws-qps': {
      kind: 'string',
      default: '0',
      summary: 'Most calls to Route 53 in a second; 0: no limit until it throttles',
    },
    'aws-api-timeout': {
      kind: 'duration',
      default: '30s',
      summary: 'How long one call to Route 53 may take; 0s: no limit',
    },
  } as const satisfies FlagRows),
  timeout: {
    goesWithFile: true,
    kind: 'duration',
    default: '0s',
    topic: 'Run',
    summary: 'How long the run may take: after that, batches under way are finished, others not started; 0s: no limit',
  },
} as const satisfies FlagRows)

/** Flags for the format of the output, for every command. */
export const OUTPUT_FLAGS = withColumn({topic: 'Output', goesWithFile: true, hasEnv: false})({
  format: {
    kind: 'enum',
    default: 'text',
    options: ['text', 'json', 'yaml'],
    char: 'o',
    summary: 'Form of the answer on stdout; yaml: of --show-config only',
  },
  json: {kind: 'boolean', hasNegation: false, summary: 'Short for --format=json'},
  color: {kind: 'boolean', summary: 'Colour always (--no-color: never); default: on a terminal'},
  quiet: {
    kind: 'boolean',
    hasNegation: false,
    char: 'q',
    summary: 'No progress and no notes on stderr; only warnings, errors and the question; not with --verbose',
  },
  verbose: {kind: 'boolean', hasNegation: false, summary: 'Say more; on stderr AWS identity, calls, times'},
} as const satisfies FlagRows)

/** Flags of commands that write. */
export const APPLY_FLAGS = withColumn({topic: 'Run', goesWithFile: true, hasEnv: false})({
  yes: {topic: 'Safety', kind: 'boolean', hasNegation: false, summary: 'Apply without asking'},
  wait: {
    kind: 'boolean',
    summary: 'Wait until all name servers of Route 53 have the changes; default: only without --yes',
  },
  'batch-comment': {
    topic: 'AWS',
    kind: 'string',
    summary: 'Text for the comment of every change batch, which Route 53 keeps where change history is on',
  },
} as const satisfies FlagRows)

export const CONSENT_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  'yes-from-manifests': {
    kind: 'boolean',
    summary: 'With --manifests: apply what the files say, even if it is not deployed yet',
  },
} as const satisfies FlagRows)

export const EXIT_CODE_FLAGS = withColumn({topic: 'Run', hasEnv: false})({
  'detailed-exitcode': {kind: 'boolean', hasNegation: false, summary: 'End with 2 when there are changes'},
} as const satisfies FlagRows)

/** Flags for the config file and for showing the settings, for every command. */
export const CONFIG_FLAGS = withColumn({topic: 'Run', goesWithFile: true})({
  config: {
    kind: 'file',
    mayBeEmpty: true,
    summary:
      'YAML file of settings, named as the flags; default: external-dns-ts.yaml in the working folder, else config.yaml in ~/.config/external-dns-ts; --config= reads none',
  },
  'show-config': {
    kind: 'boolean',
    topic: 'Output',
    hasEnv: false,
    hasNegation: false,
    summary: 'Print each setting and where it comes from, secrets masked, and end; with -o yaml as a file for --config',
  },
} as const satisfies FlagRows)

export const PLAN_OUTPUT_FLAGS = withColumn({topic: 'Output', goesWithFile: true, hasEnv: false, hasNegation: false})({
  format: {...OUTPUT_FLAGS.format, options: ['text', 'json', 'markdown', 'html', 'yaml']},
  summary: {kind: 'boolean', summary: 'Show zones and counts only, not the hosts'},
  verbose: {
    ...OUTPUT_FLAGS.verbose,
    summary:
      'Say more; unchanged values, the text of ownership TXT, every object, every zone; on stderr AWS identity, calls, times',
  },
} as const satisfies FlagRows)

/** Flags of commands that make a plan. */
export const REPORT_FLAGS = withColumn({topic: 'Output', hasEnv: false})({
  'gitlab-report': {kind: 'file', summary: 'Write the counts to this file, for reports:terraform of GitLab'},
} as const satisfies FlagRows)
