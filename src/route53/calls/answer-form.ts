import type {Route53Client} from '@aws-sdk/client-route-53'
import {BrokenOffAnswer, StrangeAnswer} from '../../aws/aws-error.js'

/** Three times a page of 300 record sets, each as large as one change may make it (32,000 characters, escaped). */
const MOST_OCTETS = 64 * 1024 * 1024
/** Enough for the prolog and the name of the root element. */
const HEAD_OCTETS = 1024

/** Root elements of an error; Route 53 sometimes sends the second one for a refused batch. */
const ERROR_ROOTS = new Set(['ErrorResponse', 'InvalidChangeBatch'])

/**
 * Checks the root element and the end of each answer before the SDK reads it. The SDK takes any XML, and an empty body,
 * for the answer to any call: the page of a proxy becomes an answer without members.
 */
export function checkAnswers(client: Route53Client): void {
  client.middlewareStack.add(
    (next, {commandName = ''}) =>
      async (args) => {
        const result = await next(args)
        if (!isHttpAnswer(result.response)) return result
        const {statusCode, body} = result.response
        const octets = await collect(body, statusCode)
        checkForm(octets, statusCode, commandName.replace(/Command$/, ''))
        result.response.body = octets
        return result
      },
    {step: 'deserialize', priority: 'low', name: 'checkAnswers'},
  )
}

interface HttpAnswer {
  readonly statusCode: number
  /** The stream from Node, replaced by the collected octets. */
  body: AsyncIterable<Uint8Array> | Buffer
}

function isHttpAnswer(response: unknown): response is HttpAnswer {
  return typeof response === 'object' && response !== null && 'statusCode' in response && 'body' in response
}

async function collect(body: HttpAnswer['body'], status: number): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      // Leaving the loop closes the connection.
      if (size > MOST_OCTETS) throw new StrangeAnswer(`is larger than ${MOST_OCTETS / 1024 / 1024} MiB`, status)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof StrangeAnswer ? error : new BrokenOffAnswer('the answer was cut off', status, error)
  }
  return Buffer.concat(chunks)
}

/** An error with another root element is left to the SDK, which finds no code in it. */
function checkForm(octets: Buffer, status: number, operation: string): void {
  const head = octets.subarray(0, HEAD_OCTETS).toString('utf8')
  const root = /^\uFEFF?\s*(?:<\?xml[^>]*\?>\s*)?<([\w.:-]+)/.exec(head)?.[1] ?? ''
  const isSuccess = status >= 200 && status < 300
  if (isSuccess && root !== `${operation}Response`) {
    throw new StrangeAnswer(octets.length === 0 ? 'is empty' : `is not an answer to ${operation}`, status)
  }
  if (!isSuccess && !ERROR_ROOTS.has(root)) return
  const end = octets.subarray(-HEAD_OCTETS).toString('utf8').trimEnd()
  if (!end.endsWith(`</${root}>`)) throw new BrokenOffAnswer('the answer was cut off', status)
}
