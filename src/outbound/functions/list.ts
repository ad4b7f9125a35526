import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** A function of a module on this machine. */
export type FunctionModule = {
  /** Absolute. */
  readonly file: string
  /** The export that is called. */
  readonly handler: string
}

/** The functions of this machine, by ARN or by what follows `function:` in it. */
export type FunctionList = ReadonlyMap<string, FunctionModule>

const NAME = /^(arn:[\w+=/,.@-]+:lambda:[\w-]+:\d{12}:function:)?[\w-]{1,64}(:[\w$-]{1,128})?$/
const EXPORT = /^[A-Za-z_$][\w$]*$/

const mistake = (text: string) => new Error(`CENOTE_FUNCTIONS: ${text}`)

const readJson = (path: string): unknown => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw mistake(`cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'not readable'})`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw mistake(`${path} is not JSON`)
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

const readModule = (folder: string, name: string, given: unknown): FunctionModule => {
  if (!NAME.test(name)) throw mistake(`"${name}" is neither the name of a function nor its ARN`)
  if (!isObject(given)) throw mistake(`"${name}" must be an object with the member "module"`)
  const { module, handler = 'handler', ...others } = given
  const [other] = Object.keys(others)
  if (other !== undefined) throw mistake(`"${name}" has the member "${other}", which does not exist`)
  if (typeof module !== 'string' || module === '') throw mistake(`"module" of "${name}" must be the path of a file`)
  if (typeof handler !== 'string' || !EXPORT.test(handler)) {
    throw mistake(`"handler" of "${name}" must be the name of an export`)
  }
  const file = resolve(folder, module)
  if (!isFile(file)) throw mistake(`"module" of "${name}" is ${file}, where there is no file`)
  return { file, handler }
}

/**
 * Reads the file that maps functions to modules; paths in it start at its own folder. Raises Error,
 * whose text names the setting and what is to be mended.
 */
export const readFunctionList = (path: string): FunctionList => {
  const json = readJson(path)
  if (!isObject(json)) throw mistake(`${path} must hold an object, of functions by name or ARN`)
  const folder = dirname(resolve(path))
  return new Map(Object.entries(json).map(([name, given]) => [name, readModule(folder, name, given)]))
}

/** The function that an ARN means: what names it most exactly counts, down to its name without a version or alias. */
export const findFunction = (list: FunctionList, arn: string): FunctionModule | undefined => {
  const [, prefix = '', name = '', version = ''] = /^(.*:function:)([^:]+)(:[^:]+)?$/.exec(arn) ?? []
  const names = [arn, name + version, prefix + name, name]
  return names.map((key) => list.get(key)).find((found) => found !== undefined)
}
