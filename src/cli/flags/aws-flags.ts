import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags of external-dns for Route 53, with its names and, but for `aws-api-retries`, its defaults. */
export const AWS_FLAGS = withColumn({topic: 'AWS'})({
  ...withColumn({topic: 'Zones'})({
    'aws-zone-type': {kind: 'enum', options: ['public', 'private'], summary: 'Use zones of this type only'},
    'aws-zone-tags': {
      kind: 'strings',
      summary: 'Use zones with this tag, key or key=value; repeatable, all must match',
    },
    'aws-zone-match-parent': {kind: 'boolean', summary: 'Also use zones that are parents of a domain filter'},
  } as const satisfies FlagRows),
  'aws-profile': {goesWithFile: true, kind: 'strings', summary: 'Profile of the shared AWS configuration; repeatable'},
  'aws-assume-role': {goesWithFile: true, kind: 'string', summary: 'ARN of the role to assume'},
  'aws-assume-role-external-id': {goesWithFile: true, kind: 'string', summary: 'External id for --aws-assume-role'},
  'aws-batch-change-size': {kind: 'integer', default: '1000', summary: 'Changes in one request'},
  'aws-batch-change-size-bytes': {kind: 'integer', default: '32000', summary: 'Bytes of values in one request'},
  'aws-batch-change-size-values': {kind: 'integer', default: '1000', summary: 'Values in one request'},
  'aws-evaluate-target-health': {
    kind: 'boolean',
    default: true,
    summary: 'Aliases evaluate the health of their target unless an annotation says otherwise (default: true)',
  },
  'aws-api-retries': {
    goesWithFile: true,
    kind: 'integer',
    default: '10',
    summary: 'How often a failed call is tried again',
  },
  'aws-prefer-cname': {kind: 'boolean', summary: 'CNAME instead of alias records'},
  'aws-batch-change-interval': {kind: 'duration', default: '1s', role: 'no-meaning', summary: 'Pause between requests'},
  'aws-zones-cache-duration': {kind: 'duration', default: '0s', role: 'no-meaning', summary: 'Cache of the zone list'},
} as const satisfies FlagRows)
