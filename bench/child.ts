import {fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'

type Functions = Readonly<Record<string, (...parameters: never[]) => unknown>>

type Question = {readonly id: number; readonly name: string; readonly parameters: readonly never[]}
type Answer = {readonly id: number; readonly value?: unknown; readonly error?: string}

export type Child<F extends Functions> = {
  ask<Name extends keyof F & string>(
    name: Name,
    ...parameters: Parameters<F[Name]>
  ): Promise<Awaited<ReturnType<F[Name]>>>
  end(): void
}

/** In a child: calls the function that the parent names. The process ends with its parent. */
export function answerParent(functions: Functions): void {
  process.on('disconnect', () => process.exit())
  process.on('message', async ({id, name, parameters}: Question) => {
    const answer: Answer = await Promise.resolve()
      .then(() => functions[name]?.(...parameters))
      .then(
        (value) => ({id, value}),
        (error: unknown) => ({id, error: String(error)}),
      )
    process.send?.(answer)
  })
}

/** Starts a script that calls `answerParent` in a process of its own, so that its cost is not that of the bench. */
export function startChild<F extends Functions>(script: URL): Child<F> {
  const child = fork(fileURLToPath(script))
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  child.on('exit', () => {
    for (const [id, settle] of waiting) settle({id, error: `the process of ${script.pathname} ended`})
    waiting.clear()
  })
  return {
    ask: (name, ...parameters) =>
      new Promise((resolve, reject) => {
        const id = asked++
        waiting.set(id, ({value, error}) => {
          if (error === undefined) resolve(value as Awaited<ReturnType<F[typeof name]>>)
          else reject(new Error(error))
        })
        child.send({id, name, parameters})
      }),
    end: () => child.disconnect(),
  }
}
