const VARIABLE = /\$\$|\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g

/** As the kubelet does it: `$$` is a dollar sign, and a name that is not known stays as it is. */
export function fillIn(text: string, environment: ReadonlyMap<string, string>): string {
  return text.replace(VARIABLE, (written, name?: string) =>
    name === undefined ? '$' : (environment.get(name) ?? written),
  )
}

/** The names of variables that a text still asks for. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name]) => name ?? [])
}
