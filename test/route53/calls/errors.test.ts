import {describe, expect, it} from 'vitest'
import {SignInFailure} from '../../../src/aws/sign-in/sign-in-failure.js'
import {type CallContext, toCliError} from '../../../src/route53/calls/errors.js'
import {zone} from '../builders.js'

const shop = zone('shop.io', 'Z1')
const READING: CallContext = {
  doing: 'read the record sets of zone shop.io (Z1)',
  action: 'route53:ListResourceRecordSets',
  zone: shop,
  profile: undefined,
}
const LISTING: CallContext = {
  doing: 'list the hosted zones',
  action: 'route53:ListHostedZones',
  zone: undefined,
  profile: 'dev',
}
const CHANGING: CallContext = {
  doing: 'change zone shop.io (Z1)',
  action: 'route53:ChangeResourceRecordSets',
  zone: shop,
  profile: undefined,
  changed: 'Nothing of this batch was changed.',
}

/** An error as the SDK throws it. */
function sdkError(name: string, message: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(message), {name, $metadata: {httpStatusCode}})
}

function nodeError(code: string, message: string): Error {
  return Object.assign(new Error(message), {code, $metadata: {attempts: 1}})
}

function shown(error: Error, context: CallContext, tries = 1, elapsedMs = 80) {
  const failures = Array.from({length: tries}, () => error)
  const {code, doing, happened, fix, changed, advisesRerun, cause} = toCliError(
    {error, failures, tries, elapsedMs},
    context,
  )
  expect(cause).toBe(error)
  expect(advisesRerun, fix.join('; ')).toBe(fix.some((text) => text.includes('command again')))
  return {code, doing, happened, fix, changed}
}

describe('denied', () => {
  const user = 'arn:aws:sts::111122223333:assumed-role/ci/run'

  it('names the identity, the action and the zone, and what to allow', () => {
    const message = `User: ${user} is not authorized to perform: route53:ListResourceRecordSets on resource: arn:aws:route53:::hostedzone/Z1 because no identity-based policy allows the route53:ListResourceRecordSets action`
    expect(shown(sdkError('AccessDenied', message, 403), READING)).toEqual({
      code: 'ROUTE53_ACCESS_DENIED',
      doing: 'read the record sets of zone shop.io (Z1)',
      happened: `AWS refused: ${user} may not route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/Z1.`,
      fix: [
        'allow route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/Z1',
        'leave the zone out with --zone-id-filter or --domain-filter',
      ],
      changed: 'Nothing was changed.',
    })
  })

  it('makes up the ARN where AWS names none', () => {
    const message = 'User: arn:aws-cn:iam::1:user/x is not authorized to perform: route53:ListResourceRecordSets'
    expect(shown(sdkError('AccessDenied', message, 403), READING).fix[0]).toBe(
      'allow route53:ListResourceRecordSets on arn:aws-cn:route53:::hostedzone/Z1',
    )
    expect(shown(sdkError('AccessDenied', 'No.', 403), LISTING)).toMatchObject({
      happened: 'AWS refused: this identity may not route53:ListHostedZones. (AccessDenied: No.)',
      fix: ['allow route53:ListHostedZones on *'],
    })
  })

  it('says that updates need CREATE and DELETE where a policy allows UPSERT only', () => {
    const message = `User: ${user} is not authorized to perform: route53:ChangeResourceRecordSets on resource: arn:aws:route53:::hostedzone/Z1 because no identity-based policy allows the route53:ChangeResourceRecordSets action`
    const error = shown(sdkError('AccessDenied', message, 403), CHANGING)
    expect(error.fix).toEqual([
      'allow route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/Z1',
      expect.stringContaining('list CREATE and DELETE in it'),
      expect.stringContaining('TXT and the names of the ownership TXT'),
    ])
    expect(error.changed).toBe('Nothing of this batch was changed.')
  })

  it('tells an explicit deny from a missing allow', () => {
    const message = `User: ${user} is not authorized to perform: route53:ListHostedZones with an explicit deny in a service control policy`
    expect(shown(sdkError('AccessDenied', message, 403), LISTING)).toMatchObject({
      happened: `AWS refused: ${user} may not route53:ListHostedZones. A service control policy denies it outright.`,
      fix: ['ask for route53:ListHostedZones to be removed from the service control policy'],
    })
  })

  it('knows a role that may not be assumed', () => {
    const message = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/dns`
    const attempt = {source: {kind: 'keys'}, profile: undefined, roleArn: 'arn:aws:iam::1:role/dns'} as const
    const failure = new SignInFailure(sdkError('AccessDenied', message, 403), attempt)
    expect(shown(failure, LISTING)).toMatchObject({
      code: 'AWS_SIGN_IN_REFUSED',
      doing: 'sign in to AWS',
      happened: `AWS refused: ${user} may not sts:AssumeRole on arn:aws:iam::1:role/dns.`,
      fix: [`allow sts:AssumeRole on arn:aws:iam::1:role/dns to ${user}`, expect.stringContaining('trust policy')],
    })
  })
})

describe('credentials', () => {
  it.each([
    [
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
      'The SSO session has expired.',
      'aws sso login --profile dev, then run this command again',
    ],
    [
      "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
      'The SSO session has expired.',
      'aws sso login --profile dev, then run this command again',
    ],
    [
      'Your session has expired. Please reauthenticate.',
      'The session has expired.',
      'aws login --profile dev, then run this command again',
    ],
  ])('that have run out: %s', (message, happened, fix) => {
    expect(shown(sdkError('CredentialsProviderError', message), LISTING)).toEqual({
      code: 'AWS_CREDENTIALS_EXPIRED',
      doing: 'sign in to AWS (profile "dev")',
      happened,
      fix: [fix],
      changed: 'Nothing was changed.',
    })
  })

  it('that AWS says have run out', () => {
    expect(
      shown(sdkError('ExpiredToken', 'The security token included in the request is expired', 403), READING),
    ).toMatchObject({
      code: 'AWS_CREDENTIALS_EXPIRED',
      doing: 'sign in to AWS',
      fix: ['get new credentials (aws sso login, or a new AWS_SESSION_TOKEN), then run this command again'],
    })
  })

  it('that are not there', () => {
    const error = shown(sdkError('CredentialsProviderError', 'Could not load credentials from any providers'), READING)
    expect(error).toMatchObject({
      code: 'AWS_NO_CREDENTIALS',
      doing: 'sign in to AWS',
      happened: 'No credentials were found: Could not load credentials from any providers.',
    })
    expect(error.fix.join()).toMatch(/AWS_ACCESS_KEY_ID.*--aws-profile.*aws sso login.*IRSA/)
  })

  it.each(['InvalidClientTokenId', 'UnrecognizedClientException'])('that AWS does not know (%s)', (name) => {
    expect(shown(sdkError(name, 'The security token included in the request is invalid.', 403), LISTING)).toMatchObject(
      {
        code: 'AWS_NO_CREDENTIALS',
        happened: `AWS does not know these credentials (${name}).`,
      },
    )
  })

  it('that sign wrongly, or by a wrong clock', () => {
    expect(shown(sdkError('SignatureDoesNotMatch', 'Signature expired', 403), LISTING)).toMatchObject({
      code: 'AWS_NO_CREDENTIALS',
      happened: expect.stringContaining('the clock of this machine'),
    })
  })
})

describe('Route 53', () => {
  it('lost the zone', () => {
    expect(shown(sdkError('NoSuchHostedZone', 'No hosted zone found with ID: Z1', 404), READING)).toMatchObject({
      code: 'ROUTE53_ZONE_VANISHED',
      happened: 'Zone shop.io (Z1) no longer exists: it was deleted after the zones were listed.',
    })
    // A change is asked for by its id alone.
    expect(shown(sdkError('NoSuchHostedZone', 'No hosted zone found', 404), LISTING).happened).toBe(
      'The zone no longer exists: it was deleted after the zones were listed.',
    )
  })

  it('throttles', () => {
    expect(shown(sdkError('Throttling', 'Rate exceeded', 400), READING, 5, 30_400)).toMatchObject({
      code: 'ROUTE53_THROTTLED',
      happened: 'Route 53 throttled the call (Rate exceeded), 5 tries in 31 s.',
      fix: ['run the same command again; it plans only what is left', expect.stringContaining('--aws-qps')],
    })
  })

  it('is still busy with the zone', () => {
    expect(shown(sdkError('PriorRequestNotComplete', 'The request was rejected', 400), CHANGING, 2, 900)).toMatchObject(
      {
        code: 'ROUTE53_THROTTLED',
        happened: 'Route 53 was still working on an earlier change of the zone, 2 tries in 1 s.',
        fix: [
          'run the same command again; it plans only what is left',
          'see what else writes the zone, or raise --aws-api-retries',
        ],
      },
    )
  })

  it('is broken', () => {
    expect(shown(sdkError('InternalFailure', 'Oops', 500), READING)).toMatchObject({
      code: 'ROUTE53_FAILED',
      happened: 'Route 53 answered with an error of its own (InternalFailure, HTTP 500), 1 try in 1 s.',
    })
  })

  it('answers something else', () => {
    expect(shown(sdkError('InvalidInput', 'Bad marker.', 400), READING)).toMatchObject({
      code: 'ROUTE53_REJECTED',
      happened: 'Route 53 answered: Bad marker. (InvalidInput, HTTP 400)',
    })
    expect(shown(new TypeError('x is not a function'), READING)).toMatchObject({
      code: 'ROUTE53_FAILED',
      happened: 'Route 53 answered: x is not a function. (TypeError)',
    })
  })
})

describe('the network', () => {
  it.each([
    [
      nodeError('ENOTFOUND', 'getaddrinfo ENOTFOUND route53.amazonaws.com'),
      1,
      'AWS cannot be reached: getaddrinfo ENOTFOUND route53.amazonaws.com.',
    ],
    [
      nodeError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9'),
      1,
      'AWS cannot be reached: connect ECONNREFUSED 127.0.0.1:9.',
    ],
    [
      nodeError('ECONNRESET', 'socket hang up'),
      4,
      'AWS cannot be reached: socket hang up (ECONNRESET), 4 tries in 1 s.',
    ],
    [sdkError('TimeoutError', 'no answer within 30 s'), 1, 'AWS cannot be reached: no answer within 30 s.'],
    [
      nodeError('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate'),
      1,
      'The certificate of the endpoint is not trusted: self-signed certificate.',
    ],
  ])('fails: %s', (error, tries, happened) => {
    expect(shown(error, READING, tries)).toMatchObject({code: 'AWS_UNREACHABLE', happened})
  })

  it('has an endpoint that is not trusted: the bundle is named, and not the VPN', () => {
    const {fix} = shown(nodeError('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate'), READING)
    expect(fix[0]).toBe('set AWS_CA_BUNDLE to a file with the certificate of the authority that signed it')
  })
})
