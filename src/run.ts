import {execute} from '@oclif/core'

/** The built program's entry: `bin/run.js` calls it with the package's folder. */
export async function run(packageFolder: string): Promise<void> {
  await execute({dir: packageFolder})
}
