import { isDeepStrictEqual } from 'node:util'
import type { Example, Names } from './example.ts'

type Rules = Pick<Example, 'newer' | 'absent' | 'differs'> & { readonly names?: Names }

/** A text with the names of the documentation replaced by those of here. */
export const renamed = (text: string, names: Names): string =>
  Object.entries(names).reduce((result, [documented, here]) => result.replaceAll(documented, here), text)

const HOUR_S = 3600
const isText = (value: unknown) => typeof value === 'string' && value.length > 0
const like = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
/** An instant of this run: in seconds, or as the second version of the CLI writes it. */
const isRecent = (value: unknown) =>
  Math.abs((typeof value === 'string' ? Date.parse(value) / 1000 : Number(value)) - Date.now() / 1000) < HOUR_S
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Values that every run makes anew: how they look in the documentation, and what they must be. */
const generated: readonly [documented: RegExp, is: (value: unknown) => boolean][] = [
  [/^15\d{8}\.\d{3}$/, isRecent],
  [uuid, like(uuid)],
  [/^import-[A-Za-z0-9]{10}$/, like(/^import-[A-Za-z0-9]{10}$/)],
  [/^us-west-2_[0-9a-f-]{36}$/, like(/^us-west-[12]_[0-9a-f-]{36}$/)],
  [/^-[A-Za-z0-9]{8}$/, like(/^-[A-Za-z0-9]{8}$/)],
  [/^us-west-2_aaaaaaaaa$/, like(/^us-west-[12]_[A-Za-z0-9]{9}$/)],
  [/^[a-z0-9]{26}$/, like(/^[a-z0-9]{26}$/)],
  [/^\d{14}$/, like(/^\d{14}$/)],
  [/^PRE_SIGNED.URL$/, like(/^http:\/\/localhost:\d+\//)],
  [/^(ACCESS|ID)_TOKEN$/, like(/^[\w-]+\.[\w-]+\.[\w-]+$/)],
  [/^(SESSION|REFRESH_TOKEN|CLIENT_SECRET|CERTIFICATE_DATA)$/, isText],
]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Attributes are named, and come in no order; so do lists of words. */
const named = (list: readonly unknown[]): Record<string, unknown> | undefined =>
  list.every((item) => isObject(item) && typeof item.Name === 'string')
    ? Object.fromEntries(list.map((item) => [(item as { Name: string }).Name, item]))
    : undefined

const sorted = (list: readonly unknown[]) => (list.every((item) => typeof item === 'string') ? [...list].sort() : list)

/** An object, or JSON within JSON, of which the order says nothing either. */
const toObject = (value: unknown): Record<string, unknown> | undefined => {
  if (isObject(value)) return value
  return typeof value === 'string' && /^\{.*\}$/.test(value) ? JSON.parse(value) : undefined
}

const show = (value: unknown) => JSON.stringify(value)

const valueDifferences = (documented: unknown, answer: unknown, { names = {} }: Rules, place: string): string[] => {
  const here = typeof documented === 'string' ? renamed(documented, names) : documented
  const rule = here === documented ? generated.find(([pattern]) => pattern.test(String(documented))) : undefined
  return (rule ? rule[1](answer) : isDeepStrictEqual(here, answer))
    ? []
    : [`${place}: ${show(here)}, not ${show(answer)}`]
}

type Members = Record<string, unknown>

const memberDifferences = (documented: Members, answer: Members, rules: Rules, place: string): string[] =>
  [...new Set([...Object.keys(documented), ...Object.keys(answer)])].flatMap((name) => {
    const at = place === '' ? name : `${place}.${name}`
    if (!(name in answer)) return rules.absent?.[at] === undefined ? [`${at}: is not there`] : []
    if (name in documented) return differences(documented[name], answer[name], rules, at)
    return rules.newer?.includes(at) ? [] : [`${at}: is not documented: ${show(answer[name])}`]
  })

/** Where an answer is not as documented, one line each. */
export const differences = (documented: unknown, answer: unknown, rules: Rules = {}, place = ''): string[] => {
  if (rules.differs?.[place] !== undefined && typeof documented === typeof answer) return []
  if (Array.isArray(documented) && Array.isArray(answer)) {
    const [expected, given] = [named(documented), named(answer)]
    if (expected && given) return memberDifferences(expected, given, rules, place)
    if (documented.length !== answer.length) return [`${place}: ${show(documented)}, not ${show(answer)}`]
    return memberDifferences({ ...sorted(documented) }, { ...sorted(answer) }, rules, place)
  }
  const [expected, given] = [toObject(documented), toObject(answer)]
  if (expected && given) return memberDifferences(expected, given, rules, place)
  return valueDifferences(documented, answer, rules, place)
}
