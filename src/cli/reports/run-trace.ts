import type {Environment} from '../../errors/environment.js'
import {HOST_ACTIONS} from '../../plan/change.js'
import {countPlan, ownersOf, type PlanCounts} from '../../plan/plan.js'
import type {RunFacts} from './run-metrics.js'

/** A phase of a run, in milliseconds since 1970. */
export interface Phase {
  readonly name: string
  readonly startMs: number
  readonly endMs: number
}

export interface TraceFacts extends Omit<Phase, 'name'>, Pick<RunFacts, 'version' | 'exitCode' | 'plan' | 'calls'> {
  readonly command: string
  readonly phases: readonly Phase[]
}

const EXPORT_TIMEOUT_MS = 5000
/** The value of OpenTelemetry's SpanStatusCode.ERROR. */
const ERROR = 2

/**
 * Sends one span for the run and one for each phase over OTLP/HTTP once the run has ended; they are children of
 * `TRACEPARENT` if that is set. The OpenTelemetry libraries read endpoint, headers and resource from the standard
 * variables.
 * @returns why it was not sent, as a phrase; undefined when it was. Never rejects.
 */
export async function sendTrace(facts: TraceFacts, environment: Environment): Promise<string | undefined> {
  try {
    const [
      api,
      {BasicTracerProvider, SimpleSpanProcessor},
      {OTLPTraceExporter},
      resources,
      {W3CTraceContextPropagator},
    ] = await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
    ])
    let failure: string | undefined
    const exporter = new OTLPTraceExporter({timeoutMillis: EXPORT_TIMEOUT_MS})
    const exportSpans: typeof exporter.export = exporter.export.bind(exporter)
    exporter.export = (spans, done) =>
      exportSpans(spans, (result) => {
        if (result.code !== 0) failure = result.error?.message ?? 'the collector refused it'
        done(result)
      })
    const {attributes} = resources.detectResources({detectors: [resources.envDetector]})
    const provider = new BasicTracerProvider({
      resource: resources.resourceFromAttributes({
        'service.name': 'external-dns-ts',
        'service.version': facts.version,
        ...attributes,
      }),
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    })
    const tracer = provider.getTracer('external-dns-ts', facts.version)
    const carrier = {traceparent: environment.TRACEPARENT ?? ''}
    const parent = new W3CTraceContextPropagator().extract(api.ROOT_CONTEXT, carrier, api.defaultTextMapGetter)
    const root = tracer.startSpan(
      `external-dns-ts ${facts.command}`,
      {startTime: facts.startMs, attributes: attributesOf(facts)},
      parent,
    )
    if (facts.exitCode === 1) root.setStatus({code: ERROR})
    const inside = api.trace.setSpan(parent, root)
    for (const {name, startMs, endMs} of facts.phases) {
      tracer.startSpan(name, {startTime: startMs}, inside).end(endMs)
    }
    root.end(facts.endMs)
    await provider.shutdown()
    return failure
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function attributesOf({exitCode, plan, calls}: TraceFacts): Readonly<Record<string, number | string>> {
  const planned = ({problems, ...counts}: PlanCounts) => [
    ...HOST_ACTIONS.map((action) => [`external_dns.planned.${action}`, counts[action]] as const),
    ['external_dns.problems', problems] as const,
  ]
  const made = [...(calls?.calls ?? [])].map(([name, count]) => [`external_dns.route53.${name}`, count] as const)
  const owner = plan === undefined ? '' : ownersOf(plan).join(',')
  return {
    'process.exit.code': exitCode,
    ...(owner === '' ? {} : {'external_dns.owner': owner}),
    ...Object.fromEntries([...(plan === undefined ? [] : planned(countPlan(plan))), ...made]),
  }
}
