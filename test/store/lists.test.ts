/** Lists: pages by position, and searches by prefix in the order of bytes. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { User } from '../../src/domain/user.ts'
import type { Store } from '../../src/store/index.ts'
import type { Page } from '../../src/store/rows.ts'
import type { UserSelection } from '../../src/store/user-lists.ts'
import {
  addClient,
  addGroup,
  addPool,
  addUser,
  NOW,
  newUser,
  openTestStore,
  type TestStore,
  unique,
} from './fixture.ts'

let database: TestStore
let store: Store

before(async () => {
  database = await openTestStore()
  store = database.store
})
after(() => database.close())

/** A list of items that are ordered by rank, and by id among those of one rank. Ids begin with the rank. */
type List = {
  add(rank: number, id: string): Promise<unknown>
  remove(id: string): Promise<unknown>
  page(limit: number, after: unknown): Promise<Page<string, unknown>>
}

const shown = async <T>(page: Promise<Page<T, unknown>>, name: (item: T) => string): Promise<Page<string, unknown>> => {
  const { items, next } = await page
  return { items: items.map(name), next }
}

const usersBy = async (
  select: (rank: number) => UserSelection,
  make: (rank: number, id: string) => { user?: Partial<User>; search?: [string, string][] },
): Promise<List> => {
  const { id: poolId } = await addPool(store)
  // Somebody whom only the list of all users shows has no place in the others.
  if (select(0).by !== 'all') await addUser(store, poolId, { sub: 'x', status: 'ARCHIVED', enabled: false })
  return {
    async add(rank, id) {
      const { user, search = [] } = make(rank, id)
      const stored = newUser(poolId, { sub: id, ...user })
      await store.transaction((tx) => tx.users.insert(stored, undefined, search))
    },
    remove: (id) => store.transaction((tx) => tx.users.remove(poolId, id)),
    page: (limit, after) => shown(store.userLists.list(poolId, select(0), limit, after as never), ({ sub }) => sub),
  }
}

const lists: Record<string, () => Promise<List>> = {
  'the pools of a Region': async () => {
    const region = `xx-${unique()}-1`
    return {
      add: (rank, id) => addPool(store, { id, region, createdAt: NOW + rank }),
      remove: (id) => store.transaction((tx) => tx.pools.remove(id)),
      page: (limit, after) => shown(store.pools.list(region, limit, after as never), ({ id }) => id),
    }
  },
  'the clients of a pool': async () => {
    const { id: poolId } = await addPool(store)
    return {
      add: (rank, id) => addClient(store, poolId, { id, createdAt: NOW + rank }),
      remove: (id) => store.transaction((tx) => tx.clients.remove(poolId, id)),
      page: (limit, after) => shown(store.clients.list(poolId, limit, after as never), ({ id }) => id),
    }
  },
  'the groups of a pool': async () => {
    const { id: poolId } = await addPool(store)
    return {
      add: (rank, name) => addGroup(store, poolId, { name, createdAt: NOW + rank }),
      remove: (name) => store.transaction((tx) => tx.groups.remove(poolId, name)),
      page: (limit, after) => shown(store.groups.list(poolId, limit, after as never), ({ name }) => name),
    }
  },
  'the groups of a user': async () => {
    const { id: poolId } = await addPool(store)
    const { sub } = await addUser(store, poolId)
    return {
      async add(rank, name) {
        await addGroup(store, poolId, { name, ...(rank < 5 && { precedence: rank }) })
        await store.transaction((tx) => tx.groups.addMember(poolId, name, sub, NOW))
      },
      remove: (name) => store.transaction((tx) => tx.groups.removeMember(poolId, name, sub)),
      page: (limit, after) => shown(store.groups.ofUser(poolId, sub, limit, after as never), ({ name }) => name),
    }
  },
  'the users of a group': async () => {
    const { id: poolId } = await addPool(store)
    const { name } = await addGroup(store, poolId)
    await addUser(store, poolId)
    return {
      async add(rank, sub) {
        await addUser(store, poolId, { sub })
        await store.transaction((tx) => tx.groups.addMember(poolId, name, sub, NOW + rank))
      },
      remove: (sub) => store.transaction((tx) => tx.groups.removeMember(poolId, name, sub)),
      page: (limit, after) =>
        shown(store.userLists.list(poolId, { by: 'group', nameKey: name }, limit, after as never), ({ sub }) => sub),
    }
  },
  'all users': () =>
    usersBy(
      () => ({ by: 'all' }),
      (rank) => ({ user: { createdAt: NOW + rank } }),
    ),
  'the users of a status': () =>
    usersBy(
      () => ({ by: 'status', status: 'CONFIRMED' }),
      (rank) => ({ user: { createdAt: NOW + rank } }),
    ),
  'the users who are enabled': () =>
    usersBy(
      () => ({ by: 'enabled', enabled: true }),
      (rank) => ({ user: { createdAt: NOW + rank } }),
    ),
  'the users of a name’s prefix': () =>
    usersBy(
      () => ({ by: 'username', match: 'prefix', value: 'name' }),
      (rank) => ({ user: { username: `name ${rank}` } }),
    ),
  'the users of one name': () =>
    usersBy(
      () => ({ by: 'username', match: 'exact', value: 'name' }),
      () => ({ user: { username: 'name' } }),
    ),
  'the users of a sub’s prefix': () =>
    usersBy(
      () => ({ by: 'sub', match: 'prefix', value: 'id' }),
      () => ({}),
    ),
  'the users of an attribute’s prefix': () =>
    usersBy(
      () => ({ by: 'attribute', attribute: 'email', match: 'prefix', value: 'jane' }),
      (rank) => ({
        search: [
          ['email', `jane${rank}@example.com`],
          ['name', 'jane'],
        ],
      }),
    ),
  'the users of one attribute’s value': () =>
    usersBy(
      () => ({ by: 'attribute', attribute: 'name', match: 'exact', value: 'jane' }),
      () => ({ search: [['name', 'jane']] }),
    ),
}

const RANKS = [3, 1, 7, 2, 2, 5, 4, 4, 4]

const fill = async (list: List, tag: string, ranks = RANKS) => {
  const ids = ranks.map((rank, index) => `id${rank}-${tag}-${9 - index}`)
  for (const [index, id] of ids.entries()) await list.add(ranks[index] ?? 0, id)
  return ids.toSorted()
}

describe('every page size gives every item once, in order:', () => {
  for (const [name, make] of Object.entries(lists)) {
    test(name, async () => {
      const list = await make()
      const ids = await fill(list, unique())
      for (let limit = 1; limit <= ids.length + 1; limit++) {
        const pages: string[][] = []
        let position: unknown
        do {
          const { items, next } = await list.page(limit, position)
          pages.push(items)
          position = next
        } while (position !== undefined && pages.length < 20)
        assert.deepEqual(pages.flat(), ids, `by ${limit}`)
        assert.equal(pages.length, Math.ceil(ids.length / limit), 'no page is empty, and only the last is short')
      }
    })
  }
})

describe('what comes and goes while paging neither hides nor repeats another item:', () => {
  for (const [name, make] of Object.entries(lists)) {
    test(name, async () => {
      const list = await make()
      const tag = unique()
      const ids = await fill(list, tag)
      const first = await list.page(4, undefined)
      assert.deepEqual(first.items, ids.slice(0, 4))
      const [before, ahead] = [`id0-${tag}`, `id8-${tag}`]
      await list.add(0, before)
      await list.add(8, ahead)
      for (const gone of [ids[3], ids[5]]) await list.remove(gone ?? '') // the position itself, and one that comes
      const rest = await list.page(10, first.next)
      assert.deepEqual(rest.items, [...ids.slice(4).filter((id) => id !== ids[5]), ahead])
      assert.equal(rest.next, undefined)
    })
  }
})

test('an empty list is one empty page', async () => {
  for (const make of Object.values(lists)) {
    assert.deepEqual(await (await make()).page(5, undefined), { items: [], next: undefined })
  }
})

describe('a search', () => {
  /** Alike but for case, wildcards of SQL, composed and decomposed, at the ends of UTF-8’s ranges. */
  const texts = [
    ...['a', 'A', 'aa', 'aA', 'Aa', 'ab', 'b', 'a%', 'a%b', 'a_', 'a_b', '%', '_', 'a\\', "a'", 'a"', 'a b', 'a\u0001'],
    ...[
      '\u00e4',
      'a\u0308',
      '\u00c4',
      '\u00df',
      'ss',
      '\u0131',
      'i',
      'I',
      '\u0130',
      '\u007f',
      '\u0080',
      '\u07ff',
      '\u0800',
    ],
    ...[
      '\ud7ff',
      '\ue000',
      '\ue000a',
      '\ufb01',
      '\ufffd',
      '\uffff',
      '\u{10000}',
      '\u{1f600}',
      '\u{1f600}a',
      '\u{1f601}',
    ],
    ...['\u{10ffff}', '\u{10ffff}a', '\u{10ffff}\u{10ffff}', 'a\u{10ffff}', 'a\u{10ffff}a', 'a\ud7ff', 'a\ud7ffb'],
  ]
  const inOrder = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const columns = [{ by: 'username' }, { by: 'sub' }, { by: 'attribute', attribute: 'name' }] as const
  let poolId: string

  before(async () => {
    poolId = (await addPool(store)).id
    for (const text of texts) {
      const user = newUser(poolId, { sub: text, username: text })
      await store.transaction((tx) => tx.users.insert(user, undefined, [['name', text]]))
    }
  })

  const find = async (selection: UserSelection) =>
    (await store.userLists.list(poolId, selection, 100)).items.map(({ sub }) => sub)

  for (const column of columns) {
    test(`by prefix of ${column.by} finds what begins so, byte by byte and in the order of bytes`, async () => {
      for (const value of ['', 'x', 'a\u{1f600}', ...texts]) {
        const found = await find({ ...column, match: 'prefix', value })
        assert.deepEqual(
          found,
          inOrder.filter((text) => text.startsWith(value)),
          JSON.stringify(value),
        )
      }
    })

    test(`by exact ${column.by} finds that and nothing like it`, async () => {
      for (const value of texts) assert.deepEqual(await find({ ...column, match: 'exact', value }), [value])
      assert.deepEqual(await find({ ...column, match: 'exact', value: '' }), [])
    })
  }

  test('finds what is in the index now, and in its own pool', async () => {
    const other = await addPool(store)
    const user = newUser(other.id)
    await store.transaction((tx) =>
      tx.users.insert(user, undefined, [
        ['email', 'old@example.com'],
        ['name', 'a'],
      ]),
    )
    const count = async (attribute: string, value: string) =>
      (await store.userLists.list(other.id, { by: 'attribute', attribute, match: 'exact', value }, 10)).items.length
    assert.deepEqual([await count('email', 'old@example.com'), await count('name', 'a')], [1, 1])
    await store.transaction((tx) => tx.users.replaceSearch(other.id, user.sub, [['email', 'new@example.com']]))
    assert.deepEqual([await count('email', 'old@example.com'), await count('name', 'a')], [0, 0])
    assert.equal(await count('email', 'new@example.com'), 1)
    await store.transaction((tx) => tx.users.replaceSearch(other.id, user.sub, []))
    assert.equal(await count('email', 'new@example.com'), 0)
  })
})
