import {renderError, toErrorJson} from './error-text.js'
import {tell, writeAnswer} from './streams.js'
import {columnsOf} from './terminal.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Tells what ends a run: to programs on stdout where they asked for JSON, and to people on stderr. */
export function tellError(error: unknown, isJson: boolean, environment: Environment): void {
  if (isJson) writeAnswer(`${JSON.stringify(toErrorJson(error))}\n`, false)
  tellPeople(error, environment)
}

export function tellPeople(error: unknown, environment: Environment): void {
  const columns = process.stderr.isTTY ? columnsOf(process.stderr, environment) : Number.POSITIVE_INFINITY
  tell(renderError(error, {columns, isDebug: (environment.DEBUG ?? '') !== ''}))
}
