import {connect} from 'node:net'
import {CliError} from '../../errors/cli-error.js'

/** For connecting, and for each pause between two parts of the answer: the connection timeout of external-dns. */
const TIMEOUT_MS = 30_000
/** Room for several hundred thousand endpoints. */
const MAX_OCTETS = 64 * 1024 * 1024
const FORMAT = 'newline-delimited JSON: on each line an endpoint, or a list of them ([] for none)'

/**
 * Reads endpoints from a TCP server until it closes the connection: JSON, one line each. (external-dns uses Go's gob
 * here, which other languages do not read.) An empty answer, and one that ends in the middle of a line, is an error: an
 * incomplete answer must not delete records.
 * @throws CliError CONNECTOR_FAILED
 */
export async function readConnector(server: string, {timeoutMs = TIMEOUT_MS} = {}): Promise<readonly unknown[]> {
  const text = await receive(server, timeoutMs)
  if (text === '') throw failure(server, 'The server sent nothing.')
  if (!text.endsWith('\n')) throw failure(server, 'The connection ended in the middle of a line.')
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : parseLine(line, index + 1, server)))
}

function parseLine(line: string, number: number, server: string): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw failure(server, `Line ${number} is not valid JSON.`, error)
  }
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  for (const entry of entries) {
    const {dnsName, recordType} = Object(entry)
    if (typeof dnsName === 'string' && typeof recordType === 'string') continue
    throw failure(server, `Line ${number} holds something without dnsName and recordType.`)
  }
  return entries
}

function receive(server: string, timeoutMs: number): Promise<string> {
  const [, host = '', port = ''] = /^\[?([^[\]]*)\]?:(\d{1,5})$/.exec(server) ?? []
  if (port === '' || Number(port) > 65_535) return Promise.reject(failure(server, 'The address is not HOST:PORT.'))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let octets = 0
    const socket = connect({host: host === '' ? 'localhost' : host, port: Number(port)})
    const fail = (happened: string, cause?: unknown) => {
      socket.destroy()
      reject(failure(server, happened, cause))
    }
    socket.setTimeout(timeoutMs, () => fail(`No answer within ${timeoutMs / 1000} s.`))
    socket.on('error', (error) => fail(`The connection failed: ${error.message || error.name}.`, error))
    socket.on('data', (chunk) => {
      octets += chunk.length
      if (octets > MAX_OCTETS) fail(`The server sent more than ${MAX_OCTETS / 1024 / 1024} MiB.`)
      else chunks.push(chunk)
    })
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
}

function failure(server: string, happened: string, cause?: unknown): CliError {
  const doing = `read the endpoints from ${server} (source "connector")`
  const fix = [`make the server send ${FORMAT}`, 'or name another with --connector-source-server=HOST:PORT']
  return new CliError({code: 'CONNECTOR_FAILED', doing, happened, changed: 'No plan was made.', fix, cause})
}
