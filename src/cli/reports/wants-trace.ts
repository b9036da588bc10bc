import type {Environment} from '../../errors/environment.js'
/** The standard variables of OpenTelemetry: nothing is sent unless one of them names a place. */
export function wantsTrace(environment: Environment): boolean {
  const {OTEL_SDK_DISABLED: isOff, OTEL_TRACES_EXPORTER: exporter} = environment
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT ?? ''
  return endpoint !== '' && isOff?.toLowerCase() !== 'true' && exporter !== 'none'
}
