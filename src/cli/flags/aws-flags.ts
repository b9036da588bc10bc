import type {FlagTable} from './flag-spec.js'

/** Route 53 (spec sources.md §1.6, route53.md §1). */
export const AWS_FLAGS = {
  'aws-zone-type': {
    kind: 'enum',
    default: '',
    options: ['public', 'private'],
    group: 'AWS',
    summary: 'Use zones of this type only',
  },
  'aws-zone-tags': {
    kind: 'strings',
    default: [],
    group: 'AWS',
    summary: 'Use zones with this tag, key or key=value; repeatable, all must match',
  },
  'aws-zone-match-parent': {
    kind: 'boolean',
    default: false,
    group: 'AWS',
    summary: 'Also use zones that are parents of a domain filter',
  },
  'aws-profile': {
    kind: 'strings',
    default: [],
    group: 'AWS',
    summary: 'Profile of the shared AWS configuration; repeatable',
  },
  'aws-assume-role': {kind: 'string', default: '', group: 'AWS', summary: 'ARN of the role to assume'},
  'aws-assume-role-external-id': {
    kind: 'string',
    default: '',
    group: 'AWS',
    summary: 'External id for --aws-assume-role',
  },
  'aws-batch-change-size': {kind: 'integer', default: '1000', group: 'AWS', summary: 'Changes in one request'},
  'aws-batch-change-size-bytes': {
    kind: 'integer',
    default: '32000',
    group: 'AWS',
    summary: 'Bytes of values in one request',
  },
  'aws-batch-change-size-values': {kind: 'integer', default: '1000', group: 'AWS', summary: 'Values in one request'},
  'aws-evaluate-target-health': {
    kind: 'boolean',
    default: true,
    group: 'AWS',
    summary: 'Aliases evaluate the health of their target unless an annotation says otherwise (default: true)',
  },
  'aws-api-retries': {
    kind: 'integer',
    default: '10',
    group: 'AWS',
    summary: 'How often a call that failed is tried again',
  },
  'aws-prefer-cname': {kind: 'boolean', default: false, group: 'AWS', summary: 'CNAME instead of alias records'},
  'aws-batch-change-interval': {
    kind: 'duration',
    default: '1s',
    group: 'AWS',
    role: 'no-meaning',
    summary: 'Pause between requests',
  },
  'aws-zones-cache-duration': {
    kind: 'duration',
    default: '0s',
    group: 'AWS',
    role: 'no-meaning',
    summary: 'Cache of the zone list',
  },
  'aws-sd-service-cleanup': {
    kind: 'boolean',
    default: false,
    group: 'AWS',
    role: 'refused',
    summary: 'Cloud Map: delete empty services',
  },
  'aws-sd-create-tag': {
    kind: 'strings',
    default: [],
    group: 'AWS',
    role: 'refused',
    summary: 'Cloud Map: tags of new services',
  },
} as const satisfies FlagTable
