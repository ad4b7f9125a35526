import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { signedHeaders } from '../fuzz/world.ts'
import type { TestServer } from '../harness.ts'
import { type Call, errorOf, type Family, type Member, type Members, sampleOf } from './family.ts'
import { emptyOf, inputOf, isOptional, memberOf, outputOf, pathsIn, shapeAt } from './model.ts'

const callTo =
  (server: TestServer): Call =>
  async (operation, input) => {
    const response = await server.post(operation, input, signedHeaders('us-east-1'))
    const body = (await response.json()) as Members
    if (response.status === 200) return body
    assert.equal(response.status, 400, `${operation}: ${JSON.stringify(body)}`)
    throw Object.assign(new Error(`${operation}: ${body.message}`), { name: String(body.__type) })
  }

const pick = (from: Members, operation: string): Members =>
  Object.fromEntries(Object.entries(from).filter(([name]) => inputOf(operation).members?.[name]))

/** A value with another at a path below it; without anything there if the other is undefined. */
const replaced = (value: unknown, path: readonly string[], other: unknown): unknown => {
  const [name, ...rest] = path
  if (name === undefined) return other
  const { [name]: before, ...others } = value as Members
  const after = replaced(before, rest, other)
  return after === undefined ? others : { ...others, [name]: after }
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inside, name) => (inside as Members | undefined)?.[name], value)

/** Paths of all that is in a value, with those in lists after `[]`, as `pathsIn` has them. */
const statedPaths = (value: unknown, path: string): string[] => {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => statedPaths(item, `${path}[]`).slice(1))]
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, item]) => statedPaths(item, `${path}.${name}`))]
}

/** The requests of one family: they make resources, change and describe them. */
const requests = (family: Family, call: Call) => {
  let made = 0
  const describe = async (names: Members): Promise<Members> =>
    at(await call(family.describe, pick(names, family.describe)), family.shown) as Members
  const create = async (stated: Members, without: string[] = []) => {
    const place = await family.place(call, made++)
    const input: Members = { ...place, ...family.creating, ...stated }
    for (const name of without) delete input[name]
    const answer = await call(family.create, pick(input, family.create))
    return { ...place, ...family.named?.(answer) }
  }
  const update = (names: Members, stated: Members, without: string[] = []) => {
    const operation = family.update ?? family.create
    const input: Members = { ...pick(names, operation), ...family.updating, ...stated }
    for (const name of without) delete input[name]
    return call(operation, input)
  }
  return { create, update, describe }
}
type Requests = ReturnType<typeof requests>

/** What comes of a creation: what is then described of a member, or the name of the error. */
type Outcome = { shown?: unknown; error?: string }
const outcome = async (name: string, member: Member, work: () => Promise<Members>): Promise<Outcome> => {
  try {
    return { shown: read(name, member, await work()) }
  } catch (error) {
    const { name: refusal } = error as Error
    if (!refusal.endsWith('Exception')) throw error
    return { error: refusal }
  }
}

const read = (name: string, member: Member, described: Members): unknown =>
  member.read ? member.read(described) : described[member.shownAs ?? name]

const expectation = (expected: unknown) => {
  const error = errorOf(expected)
  return error === undefined ? { shown: expected } : { error }
}
const INVALID = { error: 'InvalidParameterException' }

type Case = { name: string; member: Member; family: Family; use: Requests }

/** States to an update what a description shows, which changes nothing. */
const feedBack = async ({ name, member, family, use }: Case, names: Members) => {
  const before = await use.describe(names)
  const { [member.shownAs ?? name]: shown } = family.writable?.(before) ?? before
  if (shown === undefined) return
  await use.update(names, { ...member.beside, [name]: shown })
  assert.deepEqual(read(name, member, await use.describe(names)), read(name, member, before), 'fed back')
}

/** What of a description is no moment. */
const lasting = (described: Members): Members =>
  Object.fromEntries(Object.entries(described).filter(([name]) => !/Date$|Version$/.test(name) || /Login/.test(name)))

/** A whole description, stated to an update, changes nothing. */
const feedAllBack = async (family: Family, use: Requests) => {
  const { update = family.create } = family
  const names = await use.create({})
  const before = await use.describe(names)
  const writable = family.writable?.(before) ?? before
  const stated = Object.entries(family.members).map(
    ([name, member]) => [name, writable[member.shownAs ?? name]] as const,
  )
  const known = Object.fromEntries(
    stated.filter(([name, value]) => value !== undefined && inputOf(update).members?.[name]),
  )
  await use.update(names, known)
  assert.deepEqual(lasting(await use.describe(names)), lasting(before))
}

const changeAndOmit = async ({ name, member, family, use }: Case) => {
  const update = inputOf(family.update ?? family.create)
  const canChange = family.update !== undefined && update.members?.[name] !== undefined
  const { samples, beside = {} } = member
  for (const [index, sample] of samples.entries()) {
    const { stated, shown } = sampleOf(sample)
    const names = await use.create({ ...beside, [name]: stated })
    assert.deepEqual(read(name, member, await use.describe(names)), shown, 'as created')
    if (!canChange) continue
    await feedBack({ name, member, family, use }, names)
    const next = sampleOf(samples[(index + 1) % samples.length])
    await use.update(names, { ...beside, [name]: next.stated })
    assert.deepEqual(read(name, member, await use.describe(names)), next.shown, 'as updated')
    const isRequired = !isOptional(update, name)
    for (const nothing of [undefined, null]) {
      const done = await outcome(name, member, async () => {
        await use.update(names, { ...beside, [name]: nothing }, nothing === undefined ? [name] : [])
        return use.describe(names)
      })
      const after = member.omitted === 'kept' ? next.shown : member.initial
      assert.deepEqual(done, isRequired ? INVALID : expectation(after), `an update with ${nothing}`)
      if (!done.error) await use.update(names, { ...beside, [name]: next.stated })
    }
  }
  if (family.update === undefined || canChange) return
  const names = await use.create({ ...beside, [name]: sampleOf(samples[0]).stated })
  await use.update(names, {})
  assert.deepEqual(read(name, member, await use.describe(names)), sampleOf(samples[0]).shown, 'after an update')
}

const stateNothing = async ({ name, member, family, use }: Case) => {
  const isRequired = !isOptional(inputOf(family.create), name)
  for (const nothing of [undefined, null]) {
    const done = await outcome(name, member, async () =>
      use.describe(await use.create({ ...member.beside, [name]: nothing }, nothing === undefined ? [name] : [])),
    )
    assert.deepEqual(done, isRequired ? INVALID : expectation(member.initial), `created with ${nothing}`)
  }
}

/** Each empty value that the model has below the member, in the place of one in a sample. */
const stateEmpty = async ({ name, member, family, use }: Case) => {
  const samples = member.samples.map(sampleOf)
  for (const path of pathsIn(memberOf(inputOf(family.create), name), name)) {
    if (path.includes('[]')) continue
    const empty = emptyOf(shapeAt(inputOf(family.create), path))
    const below = path.split('.').slice(1)
    const sample = samples.find(({ stated }) => at(stated, below) !== undefined)
    if (!empty || !sample) continue
    const created = await outcome(name, member, async () =>
      use.describe(await use.create({ ...member.beside, [name]: replaced(sample.stated, below, empty.value) })),
    )
    const isNamed = Object.hasOwn(member.empties ?? {}, path)
    const expected = isNamed
      ? expectation(member.empties?.[path])
      : { shown: replaced(sample.shown, below, empty.value) }
    assert.deepEqual(created, empty.allowed || isNamed ? expected : INVALID, `empty ${path}`)
  }
}

/** What is null inside a member counts as left out. */
const stateNullInside = async ({ name, member, family, use }: Case) => {
  const samples = member.samples.map(sampleOf)
  for (const path of pathsIn(memberOf(inputOf(family.create), name), name).slice(1)) {
    const below = path.split('.').slice(1)
    const sample = path.includes('[]') ? undefined : samples.find(({ stated }) => at(stated, below) !== undefined)
    if (!sample) continue
    const [absent, nothing] = [undefined, null].map((value) =>
      outcome(name, member, async () =>
        use.describe(await use.create({ ...member.beside, [name]: replaced(sample.stated, below, value) })),
      ),
    )
    assert.deepEqual(await nothing, await absent, `null ${path}`)
  }
}

/** Every path in the requests of a family, but what names its resource. */
const pathsOf = (family: Family): Set<string> => {
  const inputs = [inputOf(family.create), inputOf(family.update ?? family.create)]
  const paths = inputs.flatMap((input) =>
    Object.keys(input.members ?? {})
      .filter((name) => !family.keys.includes(name))
      .flatMap((name) => pathsIn(memberOf(input, name), name)),
  )
  return new Set(paths)
}

/** Insists that the table of a family has all of the model, and nothing else: a value or an exception for every path. */
const checkWhole = (family: Family) => {
  const described = outputOf(family.describe, family.shown).members ?? {}
  const stated = Object.entries(family.members).flatMap(([name, { samples }]) =>
    samples.flatMap((sample) => statedPaths(sampleOf(sample).stated, name)),
  )
  const excepted = Object.keys(family.exceptions ?? {})
  const paths = pathsOf(family)
  const known = new Set(stated)
  const isKnown = (path: string) => known.has(path) || excepted.some((whole) => `${path}.`.startsWith(`${whole}.`))
  assert.deepEqual(
    [...paths].filter((path) => !isKnown(path)),
    [],
    'members without a value',
  )
  assert.deepEqual(
    excepted.filter((path) => !paths.has(path) || stated.includes(path)),
    [],
    'needless exceptions',
  )
  for (const [name, { shownAs = name, empties = {} }] of Object.entries(family.members)) {
    assert.ok(paths.has(name), `the model has no ${name}`)
    assert.ok(described[shownAs], `${name} is not described`)
    assert.deepEqual(
      Object.keys(empties).filter((path) => !paths.has(path)),
      [],
    )
  }
}

/** The tests of one family. */
export const runFamily = (family: Family, server: TestServer): void => {
  const call = callTo(server)
  const use = requests(family, call)
  suite(family.name, () => {
    test('has a row for every member of the model', () => checkWhole(family))
    for (const [name, member] of Object.entries(family.members)) {
      const one = { name, member, family, use }
      test(`${name}: stated, changed, left out`, () => changeAndOmit(one))
      test(`${name}: never stated`, () => stateNothing(one))
      test(`${name}: empty, and empty inside`, () => stateEmpty(one))
      test(`${name}: null inside`, () => stateNullInside(one))
    }
    if (family.update) test('a description that is stated to an update', () => feedAllBack(family, use))
    for (const [path, { refused }] of Object.entries(family.exceptions ?? {})) {
      if (!refused) continue
      test(`${path}: refused so far`, () =>
        assert.rejects(use.create(refused.stated), { name: 'InvalidParameterException' }))
    }
  })
}
