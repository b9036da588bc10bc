import {describe, expect, it, onTestFinished} from 'vitest'
import {startContainerEndpoint, startInstanceMetadata} from './emulator.js'

const ROLES = '/latest/meta-data/iam/security-credentials/'
const TTL = 'x-aws-ec2-metadata-token-ttl-seconds'

describe('the instance metadata service', () => {
  async function start(options: {role?: string; key?: string}) {
    const imds = await startInstanceMetadata(options)
    onTestFinished(() => imds.close())
    const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
      const answer = await fetch(`${imds.url}${path}`, {method, headers})
      return [answer.status, await answer.text()] as const
    }
    const [, token] = await ask('/latest/api/token', {[TTL]: '21600'}, 'PUT')
    return {imds, ask, with: {'x-aws-ec2-metadata-token': token}}
  }

  it('gives the keys of its role to whoever has a token', async () => {
    const {ask, with: headers} = await start({role: 'node', key: 'ASIANODE'})
    expect(await ask(ROLES, headers)).toEqual([200, 'node'])
    const [, keys] = await ask(`${ROLES}node`, headers)
    expect(JSON.parse(keys)).toMatchObject({Code: 'Success', AccessKeyId: 'ASIANODE'})
    expect(await ask(`${ROLES}other`, headers)).toEqual([404, ''])
  })

  it('refuses without a token, by another method, and a token without a time to live', async () => {
    const {ask, imds} = await start({role: 'node'})
    expect(await ask(ROLES)).toEqual([401, ''])
    expect(await ask(ROLES, {}, 'POST')).toEqual([405, ''])
    expect(await ask('/latest/api/token', {}, 'PUT')).toEqual([400, ''])
    expect(imds.calls.map(({status}) => status)).toEqual([200, 401, 405, 400])
  })

  it('finds no role where there is none', async () => {
    const {ask, with: headers} = await start({})
    expect(await ask(ROLES, headers)).toEqual([404, ''])
  })
})

describe('the endpoint of a container', () => {
  it.each([
    ['/v1/credentials', 'secret', 200],
    ['/v1/credentials', 'guess', 400],
    ['/', 'secret', 404],
  ])('answers %s with the token "%s" with %s', async (path, authorization, status) => {
    const endpoint = await startContainerEndpoint({key: 'ASIAPOD', token: 'secret'})
    onTestFinished(() => endpoint.close())
    expect((await fetch(`${endpoint.url}${path}`, {headers: {authorization}})).status).toBe(status)
    expect(endpoint.calls).toEqual([{method: 'GET', path, status}])
  })
})
