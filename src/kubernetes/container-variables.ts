const VARIABLE = /\$\$|\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g

/** Expands `$(VARIABLES)` as the kubelet does: `$$` is a dollar sign, and unknown names are left as they are. */
export function fillIn(text: string, environment: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (written, name?: string) =>
    name === undefined ? '$' : (environment.get(name) ?? written),
  )
}

export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name]) => name ?? [])
}
