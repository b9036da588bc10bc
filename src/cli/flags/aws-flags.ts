import {boolean, choice, duration, integer, string, strings, withColumn} from './flag-spec.js'

/** Flags of external-dns for Route 53, with its names and, but for `aws-api-retries`, its defaults. */
export const AWS_FLAGS = withColumn({topic: 'AWS'})({
  ...withColumn({topic: 'Zones'})({
    'aws-zone-type': choice('Use zones of this type only', {options: ['public', 'private']}),
    'aws-zone-tags': strings('Use zones with this tag, key or key=value; repeatable, all must match'),
    'aws-zone-match-parent': boolean('Also use zones that are parents of a domain filter'),
  }),
  'aws-profile': strings('Profile of the shared AWS configuration; repeatable', {goesWithFile: true}),
  'aws-assume-role': string('ARN of the role to assume', {goesWithFile: true}),
  'aws-assume-role-external-id': string('External id for --aws-assume-role', {goesWithFile: true}),
  'aws-batch-change-size': integer('Changes in one request', {default: '1000'}),
  'aws-batch-change-size-bytes': integer('Bytes of values in one request', {default: '32000'}),
  'aws-batch-change-size-values': integer('Values in one request', {default: '1000'}),
  'aws-evaluate-target-health': boolean(
    'Aliases evaluate the health of their target unless an annotation says otherwise (default: true)',
    {default: true},
  ),
  'aws-api-retries': integer('How often a failed call is tried again', {goesWithFile: true, default: '10'}),
  'aws-prefer-cname': boolean('CNAME instead of alias records'),
  'aws-batch-change-interval': duration('Pause between requests', {default: '1s', role: 'no-meaning'}),
  'aws-zones-cache-duration': duration('Cache of the zone list', {default: '0s', role: 'no-meaning'}),
})
