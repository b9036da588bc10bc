import {mkdtempSync, rmSync} from 'node:fs'
import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {HttpRequest} from '@smithy/core/protocols'
import {describe, expect, it, onTestFinished} from 'vitest'
import {openTransport, type Transport, type TransportOptions} from '../../../src/aws/sign-in/transport.js'
import {certificate, HAS_OPENSSL} from '../../emulators/certificate.js'
import {startProxy} from '../../emulators/proxy/proxy.js'

const OPTIONS: TransportOptions = {environment: {}, caBundle: undefined, requestTimeoutMs: 0}

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-transport-'))
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

/** A server with a certificate that nobody else signed, and the bundle that trusts it. */
async function startTlsServer(names?: string) {
  const folder = folderOfTest()
  const server = createServer(certificate(folder, names), (_request, response) => response.end('answer'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const {port} = server.address() as AddressInfo
  return {port, caBundle: {path: join(folder, 'cert.pem'), origin: 'AWS_CA_BUNDLE'}}
}

async function opened(options: Partial<TransportOptions>): Promise<Transport> {
  const transport = await openTransport({...OPTIONS, ...options})
  if (transport === undefined) throw new Error('no transport was opened')
  onTestFinished(() => transport.destroy())
  return transport
}

async function statusOf(transport: Transport, hostname: string, port: number): Promise<number> {
  const {response} = await transport.handle(
    new HttpRequest({protocol: 'https:', hostname, port, method: 'GET', path: '/'}),
  )
  // Read to its end, so that the connection is free for the next.
  expect(await text(response.body)).toBe('answer')
  return response.statusCode
}

describe('the way to AWS', () => {
  it("is the SDK's own where neither a proxy nor a bundle is named", async () => {
    expect(await openTransport({...OPTIONS, environment: {NO_PROXY: '*', HTTPS_PROXY: ''}})).toBeUndefined()
  })

  it.skipIf(!HAS_OPENSSL)('trusts the authorities of the bundle', async () => {
    const {port, caBundle} = await startTlsServer()
    expect(await statusOf(await opened({caBundle}), '127.0.0.1', port)).toBe(200)
  })

  it.skipIf(!HAS_OPENSSL)('trusts nobody else', async () => {
    const {port} = await startTlsServer()
    const {caBundle} = await startTlsServer()
    await expect(statusOf(await opened({caBundle}), '127.0.0.1', port)).rejects.toMatchObject({
      code: expect.stringMatching(/CERT/),
    })
  })

  it.skipIf(!HAS_OPENSSL)('trusts it through a proxy, which is asked for a tunnel', async () => {
    const {port, caBundle} = await startTlsServer('DNS:route53.test')
    const proxy = await startProxy({leadsTo: port})
    onTestFinished(() => proxy.close())
    const transport = await opened({caBundle, environment: {https_proxy: `http://${proxy.host}`}})
    expect(await statusOf(transport, 'route53.test', 443)).toBe(200)
    expect(await statusOf(transport, 'route53.test', 443)).toBe(200)
    expect(proxy.calls).toEqual([{kind: 'CONNECT', target: 'route53.test:443', user: ''}])
  })
})
