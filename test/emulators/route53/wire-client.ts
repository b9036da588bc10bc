/** An answer as it comes over the wire, for what the SDK does not read. */
export type WireAnswer = {
  readonly status: number
  readonly xml: string
  /** The code of an error; absent in other answers. */
  readonly code: string | undefined
  readonly headers: Headers
}

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/'
const SIGNED = 'AWS4-HMAC-SHA256 Credential=a/20261130/us-east-1/route53/aws4_request'

/** Calls `/2013-04-01/{path}`: a POST when there is a body, whose root gets the namespace. */
export async function send(url: string, path: string, body?: string): Promise<WireAnswer> {
  const answer = await fetch(`${url}/2013-04-01/${path}`, {
    headers: {authorization: SIGNED},
    ...(body !== undefined && {method: 'POST', body: body.replace(/^<(\w+)/, `<$1 xmlns="${NAMESPACE}"`)}),
  })
  const xml = await answer.text()
  const code = /<Error>.*<Code>(\w+)<\/Code>/.exec(xml)?.[1]
  return {status: answer.status, xml, code, headers: answer.headers}
}

/** The XML of a ChangeResourceRecordSets; each change is an action and the XML inside its record set. */
export function batchXml(changes: readonly (readonly [action: string, set: string])[], comment?: string): string {
  const written = changes.map(
    ([action, set]) => `<Change><Action>${action}</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change>`,
  )
  const commentXml = comment === undefined ? '' : `<Comment>${comment}</Comment>`
  return `<ChangeResourceRecordSetsRequest><ChangeBatch>${commentXml}<Changes>${written.join('')}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`
}

/** The texts of all elements of that name, in order. */
export function textsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text)
}
