/**
 * A thousand items of everything of which there are lists: each comes once, whatever the size of the
 * pages, and while others come and go. Tokens lead on in the list of which they are, and in no other.
 */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { signedHeaders } from './fuzz/world.ts'
import { useServer } from './harness.ts'
import { type Item, type Source, sources } from './lists/sources.ts'
import { type List, lists } from './lists/table.ts'
import { makePlace, type Place } from './lists/world.ts'
import { inputOf, operationNames } from './round-trips/model.ts'

const COUNT = 1000
/** One in so many of what is there at first goes while a list is read. */
const GOING = 25
/** How many items are of the same age. */
const TOGETHER = 7

type Members = Record<string, unknown>
type Answer = { status: number; body: Members }

const places: Place[] = []
let begun = 0
const server = useServer({}, 'dev', async (started) => {
  for (let index = 0; index < 2; index++) places.push(await makePlace(started))
  begun = started.ctx.now()
  for (const source of Object.values(sources)) {
    await started.ctx.store.transaction(async (tx) => {
      for (let index = 0; index < COUNT; index++) await source.add(tx, itemOf(source, index))
    })
  }
})

const place = (home: number): Place => places[home] ?? assert.fail()

/** Item number `index`, one of several of its age, some time before all of this began. */
const itemOf = (source: Source, index: number, age = COUNT - index): Item => ({
  index,
  at: begun - 1000 - Math.floor(age / TOGETHER) * 10,
  place: place(source.home),
  ctx: server.ctx,
})

const ask = async ({ operation, region = 'us-east-1' }: Pick<List, 'operation' | 'region'>, input: Members) => {
  const response = await server.post(operation, input, signedHeaders(region))
  return { status: response.status, body: await response.json() } as Answer
}

const sourceOf = ({ source }: List): Source | undefined => (source === undefined ? undefined : sources[source])
const homeOf = (list: List) => place(sourceOf(list)?.home ?? 0)

/** A request for a page after `token`, of one size or another. */
const pageInput = (list: List, at: Place, size?: number, token?: unknown): Members => ({
  ...list.input(at),
  ...(list.size && { [list.size[0]]: size ?? list.size[1] }),
  ...(token !== undefined && { [list.token]: token }),
})

/** The names on all pages, with what is done after each of them. */
const walk = async (list: List, size: number | undefined, between: (page: number) => Promise<void>) => {
  const names: unknown[] = []
  let token: unknown
  for (let page = 0; page === 0 || token !== undefined; page++) {
    const { status, body } = await ask(list, pageInput(list, homeOf(list), size, token))
    assert.equal(status, 200, JSON.stringify(body))
    const items = body[list.items] as Members[]
    assert.ok(items.length <= (size ?? 125))
    names.push(...items.map((item) => item[list.name]))
    token = body[list.token]
    await between(page)
  }
  return names
}

let added = COUNT
/** What is there and may go, by source. */
const going = new Map<Source, number[]>()
const goingOf = (source: Source) => {
  const known = going.get(source) ?? Array.from({ length: COUNT / GOING }, (_, index) => index * GOING)
  going.set(source, known)
  return known
}

/** Removes an item, and adds one of any age. */
const change = async (source: Source, page: number) => {
  const { remove } = source
  const volatile = goingOf(source)
  const gone = remove && volatile.splice((page * 5) % volatile.length, 1)[0]
  const index = added++
  await server.ctx.store.transaction(async (tx) => {
    if (remove && gone !== undefined) await remove(tx, itemOf(source, gone))
    await source.add(tx, itemOf(source, index, (page * 131) % COUNT))
  })
  volatile.push(index)
}

const staying = (source: Source) =>
  Array.from({ length: COUNT }, (_, index) => index)
    .filter((index) => index % GOING !== 0)
    .map(source.name)

const walksWhole = async (list: List, source: Source, size: number | undefined, every: number) => {
  const names = await walk(list, size, async (page) => {
    if (page % every === 0) await change(source, page)
  })
  const once = new Set(names)
  assert.equal(once.size, names.length, 'nothing comes twice')
  assert.deepEqual(
    staying(source).filter((name) => !once.has(name)),
    [],
    'nothing is missing',
  )
}

suite('each item comes once while others come and go:', () => {
  for (const list of lists) {
    const source = sourceOf(list)
    if (!source) continue
    const sizes = list.size ? [17, list.size[1]] : [undefined]
    for (const size of sizes) {
      test(`${list.operation} by ${size ?? 'its own size'}`, () => walksWhole(list, source, size, 1))
    }
  }

  const users = lists.find(({ operation }) => operation === 'ListUsers') ?? assert.fail()
  for (const Filter of [
    'status = "Enabled"',
    'cognito:user_status = "CONFIRMED"',
    'username ^= "user-"',
    'sub ^= ""',
    'email ^= "user-"',
  ]) {
    const filtered = { ...users, input: (at: Place) => ({ ...users.input(at), Filter }) }
    test(`ListUsers, ${Filter}`, () => walksWhole(filtered, sourceOf(users) ?? assert.fail(), 13, 1))
  }

  test('ListGroups by every size', async () => {
    const list = lists.find(({ operation }) => operation === 'ListGroups') ?? assert.fail()
    const source = sourceOf(list) ?? assert.fail()
    // Several readers at once, as the smallest pages are many.
    const readers = [1, 2, 3, 4].map(async (first) => {
      for (let size = first; size <= 60; size += 4) await walksWhole(list, source, size, 10)
    })
    await Promise.all(readers)
  })
})

/** A token of a list's second page. */
const tokenOf = async (list: List): Promise<string> => {
  const { body } = await ask(list, pageInput(list, homeOf(list), list.size && 3))
  const token = body[list.token]
  return typeof token === 'string' ? token : assert.fail(`${list.operation} has no second page`)
}

const assertRefused = ({ status, body }: Answer, text: string, error = 'InvalidParameterException') => {
  assert.equal(status, 400, text)
  assert.equal(body.__type, error, `${text}: ${JSON.stringify(body)}`)
}

const changed = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

/** What is no token, however made. */
const madeUp = (token: string): [name: string, token: string][] => [
  ...[0, 9, Math.floor(token.length / 2), token.length - 1].map((at): [string, string] => [
    `altered at ${at}`,
    changed(token, at),
  ]),
  ['cut short', token.slice(0, -1)],
  ['with one more character', `${token}A`],
  ['with padding', `${token}=`],
  ['twice', token + token],
  ['too long', 'A'.repeat(131_073)],
  ['empty', ''],
  ['a blank', ' '],
  ['not ASCII', `${token}é`],
  ['JSON', '{"position":{"at":0,"id":""},"until":9007199254740991}'],
  ['a name of JavaScript', '__proto__'],
]

suite('a token that is not of the list is refused:', () => {
  const tokens = new Map<string, string>()
  test('every list has tokens', async () => {
    for (const list of lists) if (list.source !== undefined) tokens.set(list.operation, await tokenOf(list))
  })

  for (const list of lists) {
    test(`${list.operation}: of another operation`, async () => {
      for (const [operation, token] of tokens) {
        if (operation === list.operation) continue
        assertRefused(await ask(list, pageInput(list, homeOf(list), 3, token)), operation)
      }
    })

    test(`${list.operation}: of another list of its own`, async () => {
      const token = tokens.get(list.operation)
      if (token === undefined) return // it has one page
      const home = homeOf(list)
      const foreign = place(home === places[0] ? 1 : 0)
      if (list.otherRegion) {
        assertRefused(await ask({ ...list, region: list.otherRegion }, pageInput(list, home, 3, token)), 'Region')
      } else {
        assertRefused(await ask(list, pageInput(list, foreign, 3, token)), 'another pool')
      }
      for (const other of list.others?.(home) ?? []) {
        assertRefused(await ask(list, { ...pageInput(list, home, 3, token), ...other }), JSON.stringify(other))
      }
    })

    test(`${list.operation}: made up`, async () => {
      for (const [name, token] of madeUp(tokens.get(list.operation) ?? [...tokens.values()][0] ?? assert.fail())) {
        assertRefused(await ask(list, pageInput(list, homeOf(list), 3, token)), name)
      }
      for (const noText of ['\0', '\ud800']) {
        assertRefused(await ask(list, pageInput(list, homeOf(list), 3, noText)), 'no text', 'SerializationException')
      }
    })
  }
})

test('every list of the model that has pages is in the table', () => {
  const paged = operationNames.filter((name) => {
    const { NextToken, PaginationToken } = inputOf(name).members ?? {}
    return NextToken ?? PaginationToken
  })
  assert.deepEqual(lists.map(({ operation }) => operation).sort(), [...paged].sort())
})
