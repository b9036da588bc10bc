import {describe, expect, it} from 'vitest'
import {renderError, toErrorJson} from '../../../src/cli/terminal/error-text.js'
import {CliError} from '../../../src/errors/cli-error.js'

const DENIED = new CliError({
  code: 'ROUTE53_ACCESS_DENIED',
  doing: 'read the record sets of zone example.com (Z0EXAMPLE)',
  happened: 'AWS refused: arn:aws:sts::111122223333:assumed-role/ci/run may not route53:ListResourceRecordSets',
  fix: ['allow that action on arn:aws:route53:::hostedzone/Z0EXAMPLE', 'or leave the zone out with --zone-id-filter'],
  cause: new Error('AccessDenied'),
})

describe('an error on the screen', () => {
  it('says what could not be done, what happened, whether anything changed, and how to fix it', () => {
    expect(renderError(DENIED, {columns: Number.POSITIVE_INFINITY, isDebug: false})).toBe(
      `Error: cannot read the record sets of zone example.com (Z0EXAMPLE)
  AWS refused: arn:aws:sts::111122223333:assumed-role/ci/run may not route53:ListResourceRecordSets. Nothing was changed.
  Fix: allow that action on arn:aws:route53:::hostedzone/Z0EXAMPLE
       or leave the zone out with --zone-id-filter
`,
    )
  })

  it('fits the terminal, long words kept whole', () => {
    expect(renderError(DENIED, {columns: 50, isDebug: false})).toBe(
      `Error: cannot read the record sets of zone
  example.com (Z0EXAMPLE)
  AWS refused:
  arn:aws:sts::111122223333:assumed-role/ci/run
  may not route53:ListResourceRecordSets. Nothing
  was changed.
  Fix: allow that action on
       arn:aws:route53:::hostedzone/Z0EXAMPLE
       or leave the zone out with --zone-id-filter
`,
    )
  })

  it('shows stacks under DEBUG only, those of the causes too', () => {
    expect(renderError(DENIED, {columns: 80, isDebug: true})).toContain('Caused by: Error: AccessDenied\n    at ')
    expect(renderError(DENIED, {columns: 80, isDebug: false})).not.toContain('AccessDenied')
  })

  it('of an unexpected kind asks for a report', () => {
    expect(renderError(new Error('bug: no zone'), {columns: 80, isDebug: false})).toBe(
      'Error: bug: no zone\n  Fix: run it again with DEBUG=* and report what it prints\n',
    )
    expect(renderError('odd', {columns: 80, isDebug: false})).toContain('Error: odd\n')
  })
})

describe('an error as JSON', () => {
  it('has its parts and the exit code, and no stack', () => {
    expect(toErrorJson(DENIED)).toEqual({
      formatVersion: 1,
      kind: 'error',
      code: 'ROUTE53_ACCESS_DENIED',
      doing: DENIED.doing,
      happened: DENIED.happened,
      fix: DENIED.fix,
      changed: 'Nothing was changed.',
      exitCode: 1,
    })
    expect(toErrorJson(new TypeError('x is undefined'))).toMatchObject({
      code: 'INTERNAL',
      happened: 'x is undefined',
    })
  })
})
