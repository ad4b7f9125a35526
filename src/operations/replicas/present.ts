import { type Pool, poolArn } from '../../domain/pool.ts'

/** A Region of a pool as the wire has it. */
export type ShownReplica = {
  readonly region: string
  readonly role: 'PRIMARY' | 'SECONDARY'
  readonly status: 'CREATING' | 'INACTIVE' | 'ACTIVE' | 'DELETING'
}

/** One of the Regions of a pool. The pool's id is the same in both. */
export const toReplica = ({ id }: Pick<Pool, 'id'>, { region, role, status }: ShownReplica, accountId: string) => ({
  RegionName: region,
  Role: role,
  Status: status,
  UserPoolArn: poolArn({ id, region }, accountId),
})
