import type { ModelShape } from '../wire/compare-with-model.ts'
import { type Case, shapeOfInput } from './case.ts'
import { isScalar, type Members, missing, problemsOf, shapeOf } from './constraints.ts'
import { brokenOf, sampleOf } from './samples.ts'

/** A value that breaks something at one place, and what the service says of it. */
type Break = { readonly value: unknown; readonly problems: readonly string[] }

/** Where a member stands: `UserPoolId` is `userPoolId` in paths. */
const pathTo = (path: string, member: string) =>
  `${path === '' ? '' : `${path}.`}${member.charAt(0).toLowerCase()}${member.slice(1)}`

const missingMember = (shape: ModelShape, path: string): Break[] =>
  [undefined, null].map((value) => ({ value, problems: [missing(shape, path)] }))

/** A structure with one of its members broken or, if it has to be there, missing. */
const memberBreaks = ({ members = {}, required = [] }: ModelShape, path: string, sample: Members): Break[] =>
  Object.entries(members).flatMap(([member, name]) => {
    const shape = shapeOf(name)
    const at = pathTo(path, member)
    const found = required.includes(member) ? missingMember(shape, at) : []
    found.push(...breaksOf(shape, at))
    return found.map(({ value, problems }) => ({ value: { ...sample, [member]: value }, problems }))
  })

/** A collection with a broken part: one that reports itself, or a scalar of which the collection tells. */
const partBreaks = (shape: ModelShape, path: string): Break[] => {
  const { member, key, value } = shape
  const whole = (collection: object): Break => ({ value: collection, problems: problemsOf(shape, collection, path) })
  const inside = (name: string, at: string, collect: (part: unknown) => object): Break[] => {
    const part = shapeOf(name)
    if (isScalar(part)) return brokenOf(part).map((broken) => whole(collect(broken)))
    return breaksOf(part, at).map((one) => ({ value: collect(one.value), problems: one.problems }))
  }
  const found: Break[] = []
  if (member !== undefined) found.push(...inside(member, `${path}.1.member`, (part) => [part]))
  if (key !== undefined && value !== undefined) {
    const [name, item] = [String(sampleOf(shapeOf(key))), sampleOf(shapeOf(value))]
    found.push(...inside(key, path, (part) => ({ [String(part)]: item })))
    found.push(...inside(value, `${path}.${name}.member`, (part) => ({ [name]: part })))
  }
  return found
}

/**
 * Every way to break one thing in a value of a shape, at every depth: a member that is missing, and each
 * constraint that can be broken. A structure is `sample` but for that.
 */
const breaksOf = (shape: ModelShape, path = '', sample: unknown = sampleOf(shape)): Break[] => {
  if (shape.type === 'structure') return memberBreaks(shape, path, sample as Members)
  const own = brokenOf(shape).map((value) => ({ value, problems: problemsOf(shape, value, path) }))
  return [...own, ...partBreaks(shape, path)]
}

/** What is longer would make a request too large if all of it came at once. */
const LONG = 4096

const shortest = (ways: readonly Break[]): Break | undefined =>
  ways
    .map((way) => ({ way, size: JSON.stringify(way.value)?.length ?? 0 }))
    .sort((a, b) => a.size - b.size)
    .find(({ size }) => size < LONG)?.way

/** A structure with every member broken that can be, and every other one missing that must not be. */
const brokenStructure = ({ members = {}, required = [] }: ModelShape, path: string): Break => {
  const broken = Object.entries(members).flatMap(([member, name]) => {
    const [shape, at] = [shapeOf(name), pathTo(path, member)]
    const [absent] = required.includes(member) ? missingMember(shape, at) : []
    const found = brokenWhole(shape, at) ?? absent
    return found ? [{ member, ...found }] : []
  })
  return {
    value: Object.fromEntries(broken.map(({ member, value }) => [member, value])),
    problems: broken.flatMap(({ problems }) => problems),
  }
}

/** A value with as much broken at once as can be; undefined where nothing can be, in short. */
const brokenWhole = (shape: ModelShape, path = ''): Break | undefined => {
  if (shape.type === 'structure') {
    const broken = brokenStructure(shape, path)
    return broken.problems.length > 0 ? broken : undefined
  }
  if (shape.type !== 'list' || shapeOf(shape.member).type !== 'structure') return shortest(breaksOf(shape, path))
  const item = brokenWhole(shapeOf(shape.member), `${path}.1.member`)
  return item && { value: [item.value], problems: item.problems }
}

/** The message that tells of problems. */
const messageOf = (problems: readonly string[]): string => {
  const errors = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`
  return `${errors} detected: ${problems.join('; ')}`
}

const toCase = ({ value, problems }: Break): Case => ({
  body: value as Members, // a structure is made of members
  refusal: ['InvalidParameterException', messageOf(problems)],
})

/** A good request with one thing broken, for all there is to break, and one with everything broken. */
export const breakCases = (operation: string, input: Members): Case[] => {
  const shape = shapeOfInput(operation)
  return [...breaksOf(shape, '', input), brokenStructure(shape, '')].map(toCase)
}
