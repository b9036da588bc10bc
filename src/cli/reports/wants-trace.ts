import type {Environment} from '../../errors/environment.js'
/** True when one of OpenTelemetry's standard variables names an endpoint. */
export function wantsTrace(environment: Environment): boolean {
  const {OTEL_SDK_DISABLED: isOff, OTEL_TRACES_EXPORTER: exporter} = environment
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT ?? ''
  return endpoint !== '' && isOff?.toLowerCase() !== 'true' && exporter !== 'none'
}
