import { type Case, shapeOfInput } from './case.ts'
import { type Members, shapeOf } from './constraints.ts'
import { names, nearMisses } from './names.ts'
import { refusalOf } from './otherwise.ts'
import type { World } from './world.ts'

/** The members of an operation that name something, in the order in which they are looked for. */
export const namingMembers = (operation: string): string[] => {
  const { members = {} } = shapeOfInput(operation)
  return Object.keys(names).filter((name) => members[name])
}

const toCases = (
  operation: string,
  member: string,
  input: Members,
  kind: 'unknown' | 'foreign',
  all: readonly string[],
) =>
  all.flatMap((name): Case[] => {
    const refusal = refusalOf(operation, member, name, kind)
    return refusal ? [{ body: { ...input, [member]: name }, refusal }] : []
  })

/** A good request with another name in one place: of nothing, of almost what is there, of what is another’s. */
const memberCases = (operation: string, member: string, world: World): Case[] => {
  const input = world.inputs[operation] ?? {}
  const { unknown = '', foreign } = names[member] ?? {}
  const shape = shapeOf(shapeOfInput(operation).members?.[member])
  const near = nearMisses(member, shape, String(input[member] ?? unknown))
  return [
    ...toCases(operation, member, input, 'unknown', [unknown, ...near]),
    ...toCases(operation, member, input, 'foreign', foreign?.(world) ?? []),
  ]
}

/** Of several names that are nobody's, the first is told of. */
const orderCases = (operation: string, input: Members): Case[] => {
  const members = namingMembers(operation).filter((member) => refusalOf(operation, member, '', 'unknown'))
  return members.flatMap((first, index) => {
    const unknown = members.slice(index).map((member) => [member, names[member]?.unknown] as const)
    return toCases(operation, first, { ...input, ...Object.fromEntries(unknown) }, 'unknown', [
      names[first]?.unknown ?? '',
    ])
  })
}

/** The other pool, and all else of this one: its names are nobody's there. Not asked where a name would be made. */
const otherPoolCases = (operation: string, input: Members, { there }: World): Case[] => {
  const [first, ...others] = namingMembers(operation).filter((member) => member !== 'UserPoolId' && input[member])
  const told = (member: string) =>
    refusalOf(operation, member, '', 'unknown') && refusalOf(operation, member, String(input[member]), 'foreign')
  const refusal = first === undefined ? undefined : told(first)
  if (input.UserPoolId === undefined || !refusal || !others.every(told)) return []
  return [{ body: { ...input, UserPoolId: there.poolId }, refusal }]
}

/** All of these. */
export const nameCases = (operation: string, world: World): Case[] => {
  const input = world.inputs[operation] ?? {}
  return [
    ...namingMembers(operation).flatMap((member) => memberCases(operation, member, world)),
    ...orderCases(operation, input),
    ...otherPoolCases(operation, input, world),
  ]
}
