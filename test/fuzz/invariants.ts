import type { KnownPool, World } from './world.ts'

type Item = Record<string, unknown>

const readAll = async (
  { call }: World,
  { region }: Pick<KnownPool, 'region'>,
  operation: string,
  input: object,
  list: string,
  token: string,
): Promise<Item[]> => {
  const items: Item[] = []
  let next: unknown
  do {
    const { status, body } = await call(operation, { ...input, ...(next !== undefined && { [token]: next }) }, region)
    if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`)
    items.push(...(body[list] as Item[]))
    next = body[token]
  } while (next !== undefined)
  return items
}

const attributesOf = (user: Item): Map<string, string> => {
  const list = (user.Attributes ?? user.UserAttributes) as { Name: string; Value: string }[]
  return new Map(list.map(({ Name, Value }) => [Name, Value]))
}

const duplicates = (values: readonly unknown[]) => values.filter((value, index) => values.indexOf(value) !== index)

const userFaults = async (world: World, pool: KnownPool, user: Item): Promise<string[]> => {
  const given = { UserPoolId: pool.id, Username: user.Username }
  const { status, body } = await world.call('AdminGetUser', given, pool.region)
  if (status !== 200) return [`listed, but not found: ${JSON.stringify(user.Username)}`]
  const { UserAttributes, ...rest } = body
  const found: string[] = []
  if (
    JSON.stringify({ ...rest, Attributes: UserAttributes }) !== JSON.stringify({ ...rest, Attributes: user.Attributes })
  ) {
    found.push(`listed and found with other attributes: ${JSON.stringify(user.Username)}`)
  }
  const conditions = [
    ['username', user.Username],
    ...[...attributesOf(user)].filter(([name]) => name === 'sub' || name === 'email'),
  ]
  for (const [name, value] of conditions) {
    const Filter = `${name} = "${String(value).replace(/["\\]/g, '\\$&')}"`
    if (Filter.length > 256) continue
    const users = await readAll(world, pool, 'ListUsers', { UserPoolId: pool.id, Filter }, 'Users', 'PaginationToken')
    const times = users.filter(({ Username }) => Username === user.Username).length
    if (times !== 1) found.push(`${Filter} finds ${JSON.stringify(user.Username)} ${times} times`)
  }
  return found
}

const groupFaults = async (world: World, pool: KnownPool, usernames: ReadonlySet<unknown>): Promise<string[]> => {
  const found: string[] = []
  const groups = await readAll(world, pool, 'ListGroups', { UserPoolId: pool.id }, 'Groups', 'NextToken')
  const names = groups.map(({ GroupName }) => GroupName)
  for (const name of duplicates(names)) found.push(`two groups of the name ${String(name)}`)
  for (const GroupName of names) {
    const input = { UserPoolId: pool.id, GroupName }
    const members = await readAll(world, pool, 'ListUsersInGroup', input, 'Users', 'NextToken')
    for (const { Username } of members) {
      if (!usernames.has(Username))
        found.push(`the group ${String(GroupName)} has ${String(Username)}, who is not listed`)
      const given = { UserPoolId: pool.id, Username }
      const theirs = await readAll(world, pool, 'AdminListGroupsForUser', given, 'Groups', 'NextToken')
      if (!theirs.some((group) => group.GroupName === GroupName)) {
        found.push(`${String(Username)} is in ${String(GroupName)}, but not the other way round`)
      }
    }
  }
  return found
}

const poolFaults = async (world: World, pool: KnownPool): Promise<string[]> => {
  const found: string[] = []
  const users = await readAll(world, pool, 'ListUsers', { UserPoolId: pool.id }, 'Users', 'PaginationToken')
  const usernames = users.map(({ Username }) => Username)
  for (const name of duplicates(usernames)) found.push(`two users of the name ${String(name)}`)
  for (const sub of duplicates(users.map((user) => attributesOf(user).get('sub')))) found.push(`two users with ${sub}`)
  for (const user of users) found.push(...(await userFaults(world, pool, user)))
  for (const Username of new Set(pool.users)) {
    const { status, body } = await world.call('AdminGetUser', { UserPoolId: pool.id, Username }, pool.region)
    if (status !== 200) continue
    const times = usernames.filter((name) => name === body.Username).length
    if (times !== 1) found.push(`${JSON.stringify(Username)} is found, and listed ${times} times`)
  }
  found.push(...(await groupFaults(world, pool, new Set(usernames))))
  const clients = await readAll(
    world,
    pool,
    'ListUserPoolClients',
    { UserPoolId: pool.id },
    'UserPoolClients',
    'NextToken',
  )
  for (const { ClientId } of clients) {
    const { status } = await world.call('DescribeUserPoolClient', { UserPoolId: pool.id, ClientId }, pool.region)
    if (status !== 200) found.push(`the client ${String(ClientId)} is listed, but not found`)
  }
  return found.map((fault) => `${pool.id}: ${fault}`)
}

/** What does not add up in the pools of these regions. */
export const invariantFaults = async (
  world: World,
  regions: readonly string[],
): Promise<{ faults: string[]; users: number }> => {
  const faults: string[] = []
  const known = new Map(world.pools.map((pool) => [pool.id, pool]))
  let users = 0
  for (const region of regions) {
    const pools = await readAll(world, { region }, 'ListUserPools', { MaxResults: 60 }, 'UserPools', 'NextToken')
    for (const { Id } of pools) {
      const described = await world.call('DescribeUserPool', { UserPoolId: Id }, region)
      if (described.status !== 200) faults.push(`the pool ${String(Id)} is listed, but not found`)
      const pool = known.get(String(Id))
      if (!pool) continue
      users += Number((described.body.UserPool as { EstimatedNumberOfUsers?: number }).EstimatedNumberOfUsers ?? 0)
      faults.push(...(await poolFaults(world, pool)))
    }
  }
  return { faults, users }
}
