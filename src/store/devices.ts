import type { Kysely, Selectable } from 'kysely'
import type { Device, DeviceStatus } from '../domain/devices.ts'
import { type AgePosition, changed, toPage } from './rows.ts'
import type { Tables } from './schema.ts'

const toDevice = (row: Selectable<Tables['devices']>): Device => ({
  poolId: row.pool_id,
  key: row.device_key,
  sub: row.sub,
  groupKey: row.group_key,
  name: row.name ?? undefined,
  status: row.status as DeviceStatus, // the column holds what `insert` and `setStatus` wrote
  sealedVerifier: row.sealed_verifier ?? undefined,
  lastIp: row.last_ip,
  sdk: row.sdk,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  lastAuthenticatedAt: row.last_authenticated_at,
})

/** Which device: nobody has to do with that of another user. */
export type DeviceId = Pick<Device, 'poolId' | 'sub' | 'key'>

/** Devices of users. */
export const devices = (db: Kysely<Tables>) => ({
  async find(poolId: string, sub: string, key: string): Promise<Device | undefined> {
    const row = await db
      .selectFrom('devices')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('device_key', '=', key)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return row && toDevice(row)
  },

  /** The devices of a user, the oldest first. */
  async list(poolId: string, sub: string, limit: number, after?: AgePosition) {
    let query = db.selectFrom('devices').selectAll().where('pool_id', '=', poolId).where('sub', '=', sub)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'device_key'), '>', tuple(after.at, after.id)),
      )
    }
    const rows = await query
      .orderBy('created_at')
      .orderBy('device_key')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, toDevice, (row) => ({ at: row.created_at, id: row.device_key }))
  },

  /** False if the key is taken. */
  async insert(device: Device) {
    const result = await db
      .insertInto('devices')
      .values({
        pool_id: device.poolId,
        device_key: device.key,
        sub: device.sub,
        group_key: device.groupKey,
        name: device.name ?? null,
        status: device.status,
        sealed_verifier: device.sealedVerifier ?? null,
        last_ip: device.lastIp,
        sdk: device.sdk,
        created_at: device.createdAt,
        updated_at: device.updatedAt,
        last_authenticated_at: device.lastAuthenticatedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return changed(result)
  },

  /** False if the user has no such device. */
  async setStatus({ poolId, sub, key }: DeviceId, status: DeviceStatus, now: number) {
    const result = await db
      .updateTable('devices')
      .set({ status, updated_at: now })
      .where('pool_id', '=', poolId)
      .where('device_key', '=', key)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return changed(result)
  },

  /** Notes a sign-in with the device; false if the user has it no more. */
  async noteSignIn({ poolId, sub, key }: DeviceId, ip: string, now: number) {
    const result = await db
      .updateTable('devices')
      .set({ last_ip: ip, last_authenticated_at: now })
      .where('pool_id', '=', poolId)
      .where('device_key', '=', key)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return changed(result)
  },

  /** Deletes a device; false if the user has none of this key. */
  async remove({ poolId, sub, key }: DeviceId) {
    const result = await db
      .deleteFrom('devices')
      .where('pool_id', '=', poolId)
      .where('device_key', '=', key)
      .where('sub', '=', sub)
      .executeTakeFirst()
    return changed(result)
  },

  /** Deletes every device of a user. */
  async removeAll(poolId: string, sub: string) {
    await db.deleteFrom('devices').where('pool_id', '=', poolId).where('sub', '=', sub).execute()
  },

  /** Whether a sign-in goes on that is bound to the device. */
  async hasSignIn({ poolId, sub, key }: DeviceId, now: number) {
    const row = await db
      .selectFrom('token_families')
      .select('family_id')
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('device_key', '=', key)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    return row !== undefined
  },

  /** Ends the sign-ins that are bound to the device: no refresh token of them works; access tokens live out. */
  async endSignIns({ poolId, sub, key }: DeviceId, now: number) {
    await db
      .updateTable('token_families')
      .set({ expires_at: now })
      .where('pool_id', '=', poolId)
      .where('sub', '=', sub)
      .where('device_key', '=', key)
      .where('expires_at', '>', now)
      .execute()
  },
})
