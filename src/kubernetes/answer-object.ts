/**
 * The JSON object that an answer is; undefined for anything else, and for an object of another kind. Without a kind it
 * passes: not everything that an API server tells has one.
 */
export function answeredObject(body: string, kind?: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const isOther = kind !== undefined && 'kind' in value && value.kind !== kind
  return isOther ? undefined : {...value}
}
