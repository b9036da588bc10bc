#!/usr/bin/env node
/**
 * Runs the usual commands against servers that this script plays, and keeps the code that V8 compiled beside the
 * program (`dist/program.cache`). The first run of any user is then as fast as later ones, also without a home folder or
 * on a read-only disk. To be run by the Node that will run the program, and at its final path.
 */
const {spawn} = require('node:child_process')
const {copyFileSync, chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync} = require('node:fs')
const {createServer} = require('node:http')
const {tmpdir} = require('node:os')
const {join} = require('node:path')

const root = join(__dirname, '..')
const target = join(root, 'dist', 'program.cache')
const FLAGS = [
  '--source=service',
  '--source=ingress',
  '--policy=sync',
  '--txt-owner-id=warm',
  '--domain-filter=warm.example',
]
// Nothing is kept of the first run.
const COMMANDS = [
  ['plan', ...FLAGS],
  ['plan', ...FLAGS],
  ['apply', '--yes', ...FLAGS],
  ['prune', '--yes', ...FLAGS],
  ['owners', '--txt-owner-id=warm', '--domain-filter=warm.example'],
]

warm().catch((error) => {
  console.error(
    `Error: cannot keep compiled code beside the program\n  ${error.message}\n  The program works without it.`,
  )
  process.exitCode = 1
})

async function warm() {
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-warm-'))
  const server = createServer((request, response) => answer(request, response))
  try {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${server.address().port}`
    const environment = writeSettings(folder, url)
    rmSync(target, {force: true})
    for (const argv of COMMANDS) await runProgram(argv, environment)
    const [kept = 'none'] = readdirSync(join(folder, 'external-dns-ts'))
    const fresh = `${target}.${process.pid}`
    copyFileSync(join(folder, 'external-dns-ts', kept), fresh)
    chmodSync(fresh, 0o644)
    renameSync(fresh, target)
    console.log(`Compiled code is kept in ${target}`)
  } finally {
    server.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

/** A kubeconfig, and an environment without anything of the user's. */
function writeSettings(folder, url) {
  const kubeconfig = join(folder, 'kubeconfig')
  const config = {
    'current-context': 'warm',
    clusters: [{name: 'warm', cluster: {server: url}}],
    users: [{name: 'warm', user: {token: 'warm'}}],
    contexts: [{name: 'warm', context: {cluster: 'warm', user: 'warm'}}],
  }
  writeFileSync(kubeconfig, JSON.stringify(config))
  const {PATH = '', SystemRoot = '', NODE_OPTIONS = ''} = process.env
  return {
    PATH,
    SystemRoot,
    NODE_OPTIONS,
    HOME: folder,
    XDG_CACHE_HOME: folder,
    LOCALAPPDATA: folder,
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'warm',
    AWS_SECRET_ACCESS_KEY: 'warm',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

function runProgram(argv, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(__dirname, 'run.js'), ...argv], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (part) => {
      said += part
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`external-dns-ts ${argv[0]} ended with ${code}: ${said.trim()}`)),
    )
  })
}

/** Plays the API server, with two Services and an Ingress, and Route 53, with a zone that takes every change. */
function answer({url, method}, response) {
  const isRoute53 = url.startsWith('/2013-04-01/')
  response.setHeader('content-type', isRoute53 ? 'text/xml' : 'application/json')
  response.end(isRoute53 ? route53Answer(url, method) : JSON.stringify(listOf(url.split('?')[0].split('/').at(-1))))
}

function listOf(plural) {
  const services = [serviceAt('new', {ip: '192.0.2.1'}), serviceAt('elb', {hostname: 'elb.us-east-1.amazonaws.com'})]
  const rules = [{host: 'kept.warm.example'}]
  const ingress = {...objectOf('kept', {ip: '192.0.2.2'}), spec: {rules}}
  if (plural === 'services') return {kind: 'ServiceList', apiVersion: 'v1', metadata: {}, items: services}
  return {kind: 'IngressList', apiVersion: 'networking.k8s.io/v1', metadata: {}, items: [ingress]}
}

function serviceAt(name, address) {
  const {metadata, status} = objectOf(name, address)
  const annotations = {'external-dns.alpha.kubernetes.io/hostname': `${name}.warm.example`}
  return {metadata: {...metadata, annotations}, spec: {type: 'LoadBalancer', ports: []}, status}
}

function objectOf(name, address) {
  return {metadata: {name, namespace: 'warm'}, status: {loadBalancer: {ingress: [address]}}}
}

function route53Answer(url, method) {
  const [name, content] = route53Parts(url, method)
  return `<${name}Response xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${content}</${name}Response>`
}

function route53Parts(url, method) {
  const at = '<SubmittedAt>2026-01-01T00:00:00Z</SubmittedAt>'
  const change = `<ChangeInfo><Id>/change/C1</Id><Status>INSYNC</Status>${at}</ChangeInfo>`
  const rest = '<IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>'
  if (method === 'POST') return ['ChangeResourceRecordSets', change]
  if (url.includes('/change/')) return ['GetChange', change]
  if (url.includes('/rrsetprotection')) {
    return ['ListResourceRecordSetProtections', '<ResourceRecordSetProtections></ResourceRecordSetProtections>']
  }
  if (url.includes('/rrset')) {
    const sets = [...apex(), ...pair('kept', 'warm'), ...pair('old', 'warm'), ...pair('foreign', 'other')].join('')
    return ['ListResourceRecordSets', `<ResourceRecordSets>${sets}</ResourceRecordSets>${rest}`]
  }
  const zone =
    '<Id>/hostedzone/Z0WARM</Id><Name>warm.example.</Name><CallerReference>1</CallerReference>' +
    '<Config><PrivateZone>false</PrivateZone></Config><ResourceRecordSetCount>8</ResourceRecordSetCount>'
  return ['ListHostedZones', `<HostedZones><HostedZone>${zone}</HostedZone></HostedZones>${rest}`]
}

/** The zone's own record sets. */
function apex() {
  const soa = 'ns-1.awsdns-01.org. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400'
  return [setOf('warm.example', 'NS', 'ns-1.awsdns-01.org.'), setOf('warm.example', 'SOA', soa)]
}

/** A record set and the TXT of its owner. */
function pair(name, owner) {
  const text = `heritage=external-dns,external-dns/owner=${owner},external-dns/resource=ingress/warm/${name}`
  const host = `${name}.warm.example`
  return [setOf(`a-${host}`, 'TXT', `&quot;${text}&quot;`), setOf(host, 'A', '192.0.2.2')]
}

function setOf(host, type, value) {
  const values = `<ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords>`
  return `<ResourceRecordSet><Name>${host}.</Name><Type>${type}</Type><TTL>300</TTL>${values}</ResourceRecordSet>`
}
