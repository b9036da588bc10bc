import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, shown, stage} from './stage.js'

const KEY = 'kkkkkkkk0123456789abcdefghijklmn'
const KEY_IN_BASE64 = 'a2tra2tra2swMTIzNDU2Nzg5YWJjZGVmZ2hpamtsbW4='
const ENCRYPTED = [AS_PROD, '--txt-encrypt-enabled', `--txt-encrypt-aes-key=${KEY}`] as const
const SYNC = '--policy=sync'

/** The stored value of one ownership TXT. */
function textAt({route53}: Stage, name: string): string | undefined {
  return route53.zone('Z0EXAMPLE').records.find((set) => set.Type === 'TXT' && set.Name === name)?.ResourceRecords?.[0]
    ?.Value
}

async function encryptedScene() {
  const scene = await stage({objects: [service('front', 'www.example.com')]})
  const applied = await scene.run('apply', ...ENCRYPTED, SYNC, '--yes')
  expect(applied.exitCode).toBe(0)
  return scene
}

describe('encrypted ownership', () => {
  it('is written, read again, and left alone by the next run', async () => {
    const scene = await encryptedScene()
    const text = textAt(scene, 'a-www.example.com.')
    expect(text).toMatch(/^"[A-Za-z0-9+/]{100,}=*"$/)
    const again = await scene.run('apply', ...ENCRYPTED, SYNC, '--yes')
    expect(again.stdout).toContain('No changes.')
    expect(textAt(scene, 'a-www.example.com.')).toBe(text)
    const owners = await scene.run('owners', ...ENCRYPTED)
    expect(owners.stdout).toMatch(/^www\.example\.com +A +prod +wanted +service\/web\/front$/m)
  })

  it('is deleted with its record, byte for byte as stored', async () => {
    const scene = await encryptedScene()
    scene.cluster.setObjects([])
    const {stdout, exitCode} = await scene.run('apply', ...ENCRYPTED, SYNC, '--yes', '--max-deletes=1')
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(exitCode).toBe(0)
    expect(scene.names()).toEqual([])
  })

  it('is read with the key alone, in either form, and is then written plain', async () => {
    const scene = await encryptedScene()
    const reading = scene.with({EXTERNAL_DNS_TXT_ENCRYPT_AES_KEY: KEY_IN_BASE64})
    const plan = await scene.runWith({environment: reading}, 'plan', AS_PROD, SYNC)
    expect(plan.stdout).toContain('No changes.')
    scene.cluster.setObjects([service('front', 'www.example.com', {ips: ['192.0.2.99']})])
    const applied = await scene.runWith({environment: reading}, 'apply', AS_PROD, SYNC, '--yes')
    expect(applied.exitCode).toBe(0)
    expect(textAt(scene, 'a-www.example.com.')).toContain('external-dns/owner=prod')
  })

  it('keeps its text when only the record changes', async () => {
    const scene = await encryptedScene()
    const text = textAt(scene, 'a-www.example.com.')
    scene.cluster.setObjects([service('front', 'www.example.com', {ips: ['192.0.2.99']})])
    const applied = await scene.run('apply', ...ENCRYPTED, SYNC, '--yes')
    expect(applied.stdout).toContain('Applied 1 of 1 host.')
    expect(textAt(scene, 'a-www.example.com.')).toBe(text)
  })

  it.each([
    ['without its key', []],
    ['with another key', ['--txt-encrypt-aes-key=00000000000000000000000000000000']],
  ])('%s is shown as unreadable, and its host never touched', async (_title, flags) => {
    const scene = await encryptedScene()
    scene.cluster.setObjects([service('front', 'www.example.com', {ips: ['192.0.2.99']})])
    const before = scene.names()
    const json = await scene.run('plan', AS_PROD, SYNC, '--json', ...flags)
    expect(JSON.parse(json.stdout).blocked).toMatchObject([
      {host: 'www.example.com', reason: 'unreadable', fix: 'give its key in --txt-encrypt-aes-key'},
    ])
    scene.cluster.setObjects([])
    await scene.run('apply', AS_PROD, SYNC, '--yes', ...flags)
    await scene.run('prune', AS_PROD, '--yes', '--orphans', '--obsolete-txt', ...flags)
    expect(scene.names()).toEqual(before)
    const owners = await scene.run('owners', AS_PROD, '--json', ...flags)
    expect(JSON.parse(owners.stdout).records).toMatchObject([
      {owner: '', host: 'www.example.com', state: 'unreadable', txtNames: ['a-www.example.com']},
    ])
  })

  it('blocks a host when an unreadable text is in the place of its TXT', async () => {
    const scene = await encryptedScene()
    const text = scene.route53.zone('Z0EXAMPLE').records.filter(({Type}) => Type === 'TXT')
    const other = await stage({objects: [service('front', 'www.example.com')], records: text})
    const {stdout} = await other.run('plan', AS_PROD, '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      isEmpty: true,
      blocked: [{host: 'www.example.com', reason: 'unreadable'}],
    })
  })
})

describe('turning encryption on', () => {
  const PLAIN = {objects: [service('front', 'www.example.com')], records: owned('www.example.com')}

  it('rewrites no text by itself', async () => {
    const scene = await stage(PLAIN)
    const {stdout} = await scene.run('apply', ...ENCRYPTED, SYNC, '--yes')
    expect(stdout).toContain('No changes.')
    expectNoWrite(scene)
  })

  it('encrypts the text of a host that changes anyway', async () => {
    const scene = await stage({...PLAIN, objects: [service('front', 'www.example.com', {ips: ['192.0.2.99']})]})
    await scene.run('apply', ...ENCRYPTED, SYNC, '--yes')
    expect(textAt(scene, 'a-www.example.com.')).not.toContain('heritage')
  })
})

describe('the key', () => {
  it.each([
    ['plan', '--verbose'],
    ['plan', '--json'],
    ['owners', '--json'],
    ['apply', '--yes'],
  ] as const)('is in nothing that %s %s prints', async (command, flag) => {
    const scene = await stage({objects: [service('front', 'www.example.com')]})
    const {stdout, stderr} = await scene.run(command, ...ENCRYPTED, flag)
    expect(stdout + stderr).not.toContain(KEY)
  })

  it.each([
    ['too short', ['--txt-encrypt-aes-key=hush-hush']],
    ['given twice', ['--txt-encrypt-aes-key=hush-hush', '--txt-encrypt-aes-key=hush-hushed']],
    ['in an unknown flag', ['--txt-encrypt-aes-kye=hush-hush']],
    ['beside an impossible value', ['--txt-encrypt-aes-key=hush-hush', '--max-deletes=many']],
  ])('%s is refused and not told', async (_title, flags) => {
    const scene = await stage()
    const {stdout, stderr, exitCode} = await scene.run('plan', AS_PROD, ...flags)
    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(shown(stderr)).not.toBe('')
    expect(stderr).not.toContain('hush-hush')
  })
})
