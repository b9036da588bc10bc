import {type AddressInfo, createServer, type Socket} from 'node:net'
import {describe, expect, it, onTestFinished} from 'vitest'
import {readConnector} from '../../../src/cli/ports/read-connector.js'

async function peer(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const sending = (text: string) => peer((socket) => socket.end(text))
const A = {dnsName: 'a.example.org', recordType: 'A', targets: ['192.0.2.1']}
const B = {dnsName: 'b.example.org', recordType: 'A', targets: ['192.0.2.2']}

describe('the peer of the source connector', () => {
  it('sends endpoints, one a line or several in a list', async () => {
    const server = await sending(`${JSON.stringify(A)}\n\n${JSON.stringify([B, A])}\r\n`)
    expect(await readConnector(server)).toEqual([A, B, A])
  })

  it('says with an empty list that there are none', async () => {
    expect(await readConnector(await sending('[]\n'))).toEqual([])
  })

  it('may send a line in pieces', async () => {
    const line = `${JSON.stringify({...A, dnsName: 'ü.example.org'})}\n`
    const octets = Buffer.from(line)
    const server = await peer((socket) => {
      socket.write(octets.subarray(0, 13))
      setTimeout(() => socket.end(octets.subarray(13)), 5)
    })
    expect(await readConnector(server)).toEqual([{...A, dnsName: 'ü.example.org'}])
  })

  it.each([
    ['nothing', '', 'The server sent nothing.'],
    ['half a line', JSON.stringify(A), 'The connection ended in the middle of a line.'],
    ['no JSON', `${JSON.stringify(A)}\n\u0012gob\n`, 'Line 2 is not valid JSON.'],
    [
      'a name that is a number',
      '{"dnsName": 7, "recordType": "A"}\n',
      'Line 1 holds something without dnsName and recordType.',
    ],
    ['a null', 'null\n', 'Line 1 holds something without dnsName and recordType.'],
    ['something else', '[{"name": "x"}]\n', 'Line 1 holds something without dnsName and recordType.'],
  ])('that sends %s is an error', async (_, text, happened) => {
    await expect(readConnector(await sending(text))).rejects.toMatchObject({
      code: 'CONNECTOR_FAILED',
      happened,
      changed: 'No plan was made.',
    })
  })

  it('that says nothing for too long is an error', async () => {
    const server = await peer(() => {})
    await expect(readConnector(server, {timeoutMs: 20})).rejects.toMatchObject({happened: 'No answer within 0.02 s.'})
  })

  it('that breaks the connection off is an error', async () => {
    const server = await peer((socket) => socket.write('[]\n', () => socket.resetAndDestroy()))
    await expect(readConnector(server)).rejects.toMatchObject({code: 'CONNECTOR_FAILED'})
  })

  it.each(['localhost', 'localhost:', 'localhost:99999', 'a b'])('is not found at %s', async (server) => {
    await expect(readConnector(server)).rejects.toMatchObject({happened: 'The address is not HOST:PORT.'})
  })

  it('that does not listen is an error', async () => {
    await expect(readConnector('127.0.0.1:1')).rejects.toMatchObject({
      happened: expect.stringMatching(/^The connection failed: .*ECONNREFUSED/),
    })
  })
})
