import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isPlainUrl } from '../../domain/host.ts'
import type { LambdaPlace } from './lambda.ts'
import type { FunctionModule } from './modules.ts'

/** Where a function is. */
export type FunctionPlace =
  | ({ readonly kind: 'module' } & FunctionModule)
  | { readonly kind: 'url'; readonly url: string }
  | ({ readonly kind: 'lambda' } & LambdaPlace)

/** Functions by ARN or by what follows `function:` in it. */
export type FunctionList = ReadonlyMap<string, FunctionPlace>

const NAME = /^(arn:[\w+=/,.@-]+:lambda:[\w-]+:\d{12}:function:)?[\w-]{1,64}(:[\w$-]{1,128})?$/
const EXPORT = /^[A-Za-z_$][\w$]*$/
/** A name or an ARN, as the path of the API takes it. */
const FUNCTION_NAME = /^[\w$:-]{1,170}$/

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

type Entry = Record<string, unknown>

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

const readModule = ({ module, handler = 'handler' }: Entry, name: string, folder: string): FunctionPlace => {
  if (typeof module !== 'string' || module === '') throw mistake(`"module" of "${name}" must be the path of a file`)
  if (typeof handler !== 'string' || !EXPORT.test(handler)) {
    throw mistake(`"handler" of "${name}" must be the name of an export`)
  }
  const file = resolve(folder, module)
  if (!isFile(file)) throw mistake(`"module" of "${name}" is ${file}, where there is no file`)
  return { kind: 'module', file, handler }
}

const readUrl = (member: string, name: string, value: unknown): string => {
  if (typeof value !== 'string' || !isPlainUrl(value)) {
    throw mistake(`"${member}" of "${name}" must be an http or https URL without a user name and a password`)
  }
  return value
}

const readLambda = ({ lambda, functionName }: Entry, name: string): FunctionPlace => {
  const place = readUrl('lambda', name, lambda)
  if (functionName !== undefined && !(typeof functionName === 'string' && FUNCTION_NAME.test(functionName))) {
    throw mistake(`"functionName" of "${name}" must be the name of a function or its ARN`)
  }
  return { kind: 'lambda', place, functionName }
}

/** What says where a function is, and which members may stand beside it. */
const kinds: Readonly<
  Record<
    FunctionPlace['kind'],
    { beside: readonly string[]; read: (entry: Entry, name: string, folder: string) => FunctionPlace }
  >
> = {
  module: { beside: ['handler'], read: readModule },
  url: { beside: [], read: (entry, name) => ({ kind: 'url', url: readUrl('url', name, entry.url) }) },
  lambda: { beside: ['functionName'], read: readLambda },
}
// Object.keys knows no more of its argument than that the keys are texts.
const kindNames = Object.keys(kinds) as FunctionPlace['kind'][]

const readPlace = (folder: string, name: string, given: unknown): FunctionPlace => {
  if (!NAME.test(name)) throw mistake(`"${name}" is neither the name of a function nor its ARN`)
  const [kind, ...more] = isObject(given) ? kindNames.filter((each) => Object.hasOwn(given, each)) : []
  if (!isObject(given) || kind === undefined || more.length > 0) {
    throw mistake(`"${name}" must be an object with one of the members "module", "url" and "lambda"`)
  }
  const { beside, read } = kinds[kind]
  const other = Object.keys(given).find((member) => member !== kind && !beside.includes(member))
  if (other !== undefined) throw mistake(`"${name}" has the member "${other}", which does not exist beside "${kind}"`)
  return read(given, name, folder)
}

/**
 * Reads the file that says where functions are; paths in it start at its own folder. Raises Error, whose
 * text names the setting and what is to be mended.
 */
export const readFunctionList = (path: string): FunctionList => {
  const json = readJson(path)
  if (!isObject(json)) throw mistake(`${path} must hold an object, of functions by name or ARN`)
  const folder = dirname(resolve(path))
  return new Map(Object.entries(json).map(([name, given]) => [name, readPlace(folder, name, given)]))
}

/** The function that an ARN means: what names it most exactly counts, down to its name without a version or alias. */
export const findFunction = (list: FunctionList, arn: string): FunctionPlace | undefined => {
  const [, prefix = '', name = '', version = ''] = /^(.*:function:)([^:]+)(:[^:]+)?$/.exec(arn) ?? []
  const names = [arn, name + version, prefix + name, name]
  return names.map((key) => list.get(key)).find((found) => found !== undefined)
}
