import {join} from 'node:path'
import type {TLSSocket} from 'node:tls'
import {describe, expect, it} from 'vitest'
import {makeApiReader} from '../../src/kubernetes/api-reader.js'
import type {Resource} from '../../src/kubernetes/objects.js'
import {certificate, HAS_OPENSSL} from '../emulators/certificate.js'
import {kubeconfig, temporaryFolder, writeFile} from './kubeconfig-file.js'
import {type Answer, page, scriptedApi} from './scripted-api.js'

const SERVICES: Resource = {group: '', version: 'v1', plural: 'services', kind: 'Service', isNamespaced: true}
async function list(file: string): Promise<readonly unknown[]> {
  const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 5000}
  return (await makeApiReader(settings, {})).list(SERVICES, '')
}

const nameOfClient: Answer = (request, response) => {
  const {subject} = (request.socket as TLSSocket).getPeerCertificate()
  page([{metadata: {name: String(subject?.CN)}}])(request, response)
}

describe.skipIf(!HAS_OPENSSL)('an API server behind TLS', () => {
  it('is trusted by the authority in the kubeconfig, and gets the client certificate', async () => {
    const folder = temporaryFolder()
    const {key, cert} = certificate(folder)
    const api = await scriptedApi([nameOfClient], {key, cert, ca: cert, requestCert: true})
    const user = '    client-certificate: cert.pem\n    client-key: key.pem'
    const file = writeFile(folder, 'config', kubeconfig('a', api.url, user, '    certificate-authority: cert.pem'))
    expect(await list(file)).toMatchObject([{metadata: {name: 'tester'}}])
  })

  it('gets the certificate that a plugin gives', async () => {
    const folder = temporaryFolder()
    const {key, cert} = certificate(folder)
    const api = await scriptedApi([nameOfClient], {key, cert, ca: cert, requestCert: true})
    writeFile(folder, 'answer', JSON.stringify({status: {clientCertificateData: cert, clientKeyData: key}}))
    const user = `    exec:\n      apiVersion: v1\n      command: cat\n      args: [${join(folder, 'answer')}]`
    const authority = `    certificate-authority-data: ${Buffer.from(cert).toString('base64')}`
    expect(await list(writeFile(folder, 'config', kubeconfig('a', api.url, user, authority)))).toMatchObject([
      {metadata: {name: 'tester'}},
    ])
  })

  it('is trusted without a user, whom client-node needs for the authority', async () => {
    const folder = temporaryFolder()
    const {key, cert} = certificate(folder)
    const api = await scriptedApi([page([])], {key, cert})
    const text = kubeconfig('a', api.url, '    {}', '    certificate-authority: cert.pem').replace(
      '    user: a-user\n',
      '',
    )
    expect(await list(writeFile(folder, 'config', text))).toEqual([])
  })

  it('is refused with the reason when its certificate is not known', async () => {
    const folder = temporaryFolder()
    const api = await scriptedApi([page([])], certificate(folder))
    await expect(list(writeFile(folder, 'config', kubeconfig('a', api.url)))).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
      happened: 'The API server cannot be trusted: its certificate is self-signed.',
    })
  })

  it('is refused with the reason when its certificate is for another name', async () => {
    const folder = temporaryFolder()
    const api = await scriptedApi([page([])], certificate(folder))
    const cluster = '    certificate-authority: cert.pem\n    tls-server-name: api.example.com'
    await expect(list(writeFile(folder, 'config', kubeconfig('a', api.url, '    {}', cluster)))).rejects.toMatchObject({
      happened: 'The API server cannot be trusted: its certificate is for another host name.',
    })
  })

  it('is taken as it is with insecure-skip-tls-verify', async () => {
    const folder = temporaryFolder()
    const api = await scriptedApi([page([])], certificate(folder))
    const file = writeFile(folder, 'config', kubeconfig('a', api.url, '    {}', '    insecure-skip-tls-verify: true'))
    expect(await list(file)).toEqual([])
  })

  it('is reported when it speaks plain HTTP', async () => {
    const api = await scriptedApi([page([])])
    const file = writeFile(temporaryFolder(), 'config', kubeconfig('a', api.url.replace('http:', 'https:')))
    await expect(list(file)).rejects.toMatchObject({happened: expect.stringContaining('it does not speak TLS there')})
  })
})
