import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterEach, describe, expect, it} from 'vitest'
import {startProgram} from './built-program.js'
import {owned, service} from './objects.js'
import {AS_PROD, stage} from './stage.js'

/** Tests the built program, since the libraries behave differently in a bundle: `npm run build` first. */

interface Attribute {
  readonly key: string
  readonly value: {readonly stringValue?: string; readonly intValue?: number | string}
}

interface Span {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly status: {readonly code?: number}
}

const closers: (() => unknown)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server that accepts OTLP/HTTP in JSON, as a collector does. */
async function collector(status = 200) {
  const bodies: {resourceSpans: {resource: {attributes: Attribute[]}; scopeSpans: {spans: Span[]}[]}[]}[] = []
  const paths: string[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      paths.push(request.url ?? '')
      bodies.push(JSON.parse(Buffer.concat(parts).toString('utf8')))
      response.writeHead(status, {'content-type': 'application/json'}).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    spans: () =>
      bodies.flatMap(({resourceSpans}) =>
        resourceSpans.flatMap(({scopeSpans}) => scopeSpans.flatMap(({spans}) => spans)),
      ),
    resource: () => bodies[0]?.resourceSpans[0]?.resource.attributes ?? [],
  }
}

const attributeOf = (attributes: readonly Attribute[], name: string) => {
  const value = attributes.find(({key}) => key === name)?.value
  return value?.stringValue ?? (value?.intValue === undefined ? undefined : Number(value.intValue))
}

describe('a trace, where the standard variables ask for one', () => {
  it('has a span for the run and one for each phase, below the span of whoever started it', async () => {
    const {url, spans, resource, paths} = await collector()
    const it = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const environment = {
      ...it.environment,
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      TRACEPARENT: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }
    const {exitCode, stderr} = await startProgram(['apply', '--yes', AS_PROD], environment).ended
    expect([exitCode, stderr.includes('no trace')]).toEqual([0, false])
    expect(paths.every((path) => path === '/v1/traces')).toBe(true)
    const root = spans().find(({name}) => name === 'external-dns-ts apply')
    expect(root).toMatchObject({traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331'})
    expect(
      spans()
        .filter(({parentSpanId}) => parentSpanId === root?.spanId)
        .map(({name}) => name),
    ).toEqual(['plan', 'write'])
    for (const span of spans()) {
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano))
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root?.startTimeUnixNano ?? '0'))
    }
    const {attributes = []} = root ?? {}
    expect(attributeOf(attributes, 'process.exit.code')).toBe(0)
    expect(attributeOf(attributes, 'external_dns.owner')).toBe('prod')
    expect(attributeOf(attributes, 'external_dns.planned.create')).toBe(1)
    expect(attributeOf(attributes, 'external_dns.route53.ChangeResourceRecordSets')).toBe(1)
    expect(attributeOf(resource(), 'service.name')).toBe('external-dns-ts')
    expect(attributeOf(resource(), 'deployment.environment.name')).toBe('test')
  })

  it('marks a run that ended with an error', async () => {
    const {url, spans} = await collector()
    const it = await stage()
    it.cluster.deny({resource: 'services'})
    const environment = {...it.environment, OTEL_EXPORTER_OTLP_ENDPOINT: url}
    expect((await startProgram(['plan', AS_PROD], environment).ended).exitCode).toBe(1)
    expect(spans().find(({name}) => name === 'external-dns-ts plan')?.status.code).toBe(2)
  })

  it.each([
    ['a collector that refuses', async () => (await collector(400)).url],
    ['none there', async () => 'http://127.0.0.1:9'],
  ])(
    'is a remark with %s, never a failed run',
    async (_what, urlOf) => {
      const it = await stage({objects: [service('front', 'www.example.com')]})
      const environment = {...it.environment, OTEL_EXPORTER_OTLP_ENDPOINT: await urlOf()}
      const {exitCode, stderr} = await startProgram(['apply', '--yes', AS_PROD], environment).ended
      expect(exitCode).toBe(0)
      expect(stderr).toContain('Warning: no trace was sent: ')
    },
    30_000,
  )

  it.each([{}, {OTEL_SDK_DISABLED: 'true'}, {OTEL_TRACES_EXPORTER: 'none'}])(
    'is not sent with %j',
    async (variables) => {
      const {url, spans} = await collector()
      const it = await stage()
      const endpoint = Object.keys(variables).length === 0 ? {} : {OTEL_EXPORTER_OTLP_ENDPOINT: url}
      await startProgram(['plan', AS_PROD], {...it.environment, ...endpoint, ...variables}).ended
      expect(spans()).toEqual([])
    },
  )
})
