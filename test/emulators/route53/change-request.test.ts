import {describe, expect, it} from 'vitest'
import {readChangeRequest} from './change-request.js'

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/'
const SET =
  '<Name>a.example.com</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>'
/** The set with elements that the schema has between type and TTL. */
const routed = (routing: string) => SET.replace('<TTL>', `${routing}<TTL>`)
const request = (set: string, action = 'CREATE') =>
  `<?xml version="1.0" encoding="UTF-8"?><ChangeResourceRecordSetsRequest xmlns="${NAMESPACE}"><ChangeBatch><Changes><Change><Action>${action}</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`

describe('reading a change request', () => {
  it('reads pretty-printed XML and entities', () => {
    const body = request(SET).replaceAll('><', '>\n  <').replace('192.0.2.1', '&quot;a &amp; &#98; &#x63;&quot;')
    expect(readChangeRequest(body).changes[0]).toEqual({
      Action: 'CREATE',
      ResourceRecordSet: {Name: 'a.example.com', Type: 'A', TTL: 60, ResourceRecords: [{Value: '"a & b c"'}]},
    })
  })

  it('takes the ends of every range', () => {
    const most = '<SetIdentifier>i</SetIdentifier><Weight>255</Weight>'
    expect(
      readChangeRequest(request(routed(most).replace('>60<', '>2147483647<'))).changes[0]?.ResourceRecordSet,
    ).toMatchObject({
      TTL: 2_147_483_647,
      Weight: 255,
    })
    const least = `<SetIdentifier>${'i'.repeat(128)}</SetIdentifier><Weight>0</Weight>`
    expect(
      readChangeRequest(request(routed(least).replace('>60<', '>0<'))).changes[0]?.ResourceRecordSet,
    ).toMatchObject({
      TTL: 0,
      Weight: 0,
    })
    const near = '<GeoProximityLocation><LocalZoneGroup>g</LocalZoneGroup><Bias>-99</Bias></GeoProximityLocation>'
    expect(readChangeRequest(request(SET + near)).changes[0]?.ResourceRecordSet.GeoProximityLocation).toEqual({
      LocalZoneGroup: 'g',
      Bias: -99,
    })
  })

  it('takes the order of the alphabet too, in which the SDK for Go sends', () => {
    const values = '<ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>'
    const sent = `<Name>a.example.com</Name>${values}<SetIdentifier>i</SetIdentifier><TTL>60</TTL><Type>A</Type><Weight>1</Weight>`
    const body = request(sent).replace('</Changes>', '</Changes><Comment>c</Comment>')
    expect(readChangeRequest(body)).toMatchObject({
      comment: 'c',
      changes: [{ResourceRecordSet: {Name: 'a.example.com', Type: 'A', SetIdentifier: 'i', Weight: 1, TTL: 60}}],
    })
  })

  it.each<[string, string, string]>([
    ['an element in neither order', request(`<TTL>1</TTL>${SET.replace('<TTL>60</TTL>', '')}`), "element 'Name'"],
    [
      'an unknown action',
      request(SET, 'REPLACE'),
      "Value 'REPLACE' is not facet-valid with respect to enumeration '[CREATE, DELETE, UPSERT]'",
    ],
    ['an unknown type', request(SET.replace('>A<', '>DNAME<')), "Value 'DNAME' is not facet-valid"],
    ['an unknown element', request(`${SET}<Ttl>1</Ttl>`), "starting with element 'Ttl'"],
    ['an element twice', request(`${SET}<TTL>1</TTL>`), "starting with element 'TTL'"],
    [
      'a set without a name',
      request(SET.replace('<Name>a.example.com</Name>', '')),
      "The content of element 'ResourceRecordSet' is not complete",
    ],
    [
      'an empty list of values',
      request(SET.replace(/<ResourceRecord>.*<\/ResourceRecord>/, '')),
      "The content of element 'ResourceRecords' is not complete",
    ],
    [
      'a list of something else',
      request(SET.replace(/<(\/?)ResourceRecord>/g, '<$1Record>')),
      "starting with element 'Record'",
    ],
    [
      'no changes',
      request(SET).replace(/<Change>.*<\/Change>/, ''),
      "The content of element 'Changes' is not complete",
    ],
    [
      'an alias without EvaluateTargetHealth',
      request(
        '<Name>a</Name><Type>A</Type><AliasTarget><HostedZoneId>Z</HostedZoneId><DNSName>b</DNSName></AliasTarget>',
      ),
      "The content of element 'AliasTarget' is not complete",
    ],
    ['a TTL that is not a number', request(SET.replace('>60<', '>5m<')), "'5m' is not a valid value for 'integer'"],
    ['a negative TTL', request(SET.replace('>60<', '>-1<')), "minInclusive '0'"],
    [
      'a boolean that is none',
      request(routed(`<SetIdentifier>i</SetIdentifier><MultiValueAnswer>yes</MultiValueAnswer>`)),
      "'yes' is not a valid value for 'boolean'",
    ],
    [
      'a region that is none',
      request(routed(`<SetIdentifier>i</SetIdentifier><Region>eu-west-9</Region>`)),
      "Value 'eu-west-9' is not facet-valid",
    ],
    [
      'a failover in lower case',
      request(routed(`<SetIdentifier>i</SetIdentifier><Failover>primary</Failover>`)),
      "Value 'primary' is not facet-valid",
    ],
    ['an empty set identifier', request(routed(`<SetIdentifier></SetIdentifier>`)), "minLength '1'"],
    [
      'a set identifier of 129 characters',
      request(routed(`<SetIdentifier>${'i'.repeat(129)}</SetIdentifier>`)),
      "maxLength '128'",
    ],
    [
      'a bias over 99',
      request(`${SET}<GeoProximityLocation><Bias>100</Bias></GeoProximityLocation>`),
      "maxInclusive '99'",
    ],
    [
      'another namespace',
      request(SET).replace('2013-04-01', '2012-12-12'),
      "Cannot find the declaration of element 'ChangeResourceRecordSetsRequest'",
    ],
    ['no namespace', request(SET).replace(` xmlns="${NAMESPACE}"`, ''), 'Cannot find the declaration'],
    ['an entity that is none', request(SET.replace('192', '&nbsp;')), '&nbsp; is not an entity'],
    ['a bare ampersand', request(SET.replace('192', 'a & b')), 'is not an entity'],
    ['a comment', request(`${SET}<!-- x -->`), 'SAXParseException'],
    ['text beside elements', request(`${SET}x`), 'text beside elements'],
    ['an element left open', request(SET).replace('</ChangeBatch>', ''), 'SAXParseException'],
    ['nothing', '', 'SAXParseException'],
    ['JSON', '{"ChangeBatch":{}}', 'SAXParseException'],
  ])('refuses %s', (_what, body, problem) => {
    expect(() => readChangeRequest(body)).toThrow(
      expect.objectContaining({code: 'InvalidInput', message: expect.stringContaining(problem)}),
    )
  })

  it('names the root that it wants', () => {
    const body = `<ChangeBatch xmlns="${NAMESPACE}"><Changes/></ChangeBatch>`
    expect(() => readChangeRequest(body)).toThrow(
      expect.objectContaining({
        code: 'MalformedInput',
        message: 'ChangeBatch is not valid, expected ChangeResourceRecordSetsRequest',
      }),
    )
  })
})
