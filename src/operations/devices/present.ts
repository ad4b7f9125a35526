import type { Context } from '../../context.ts'
import { type Device, deviceAttributes } from '../../domain/devices.ts'
import type { Pool } from '../../domain/pool.ts'
import type { User } from '../../domain/user.ts'
import { toTimestamp } from '../../wire/casing.ts'
import { toAttributeList } from '../attribute-list.ts'

const SECOND_MS = 1000

/** Presents devices of a user. */
export const toDeviceType =
  ({ settings: { accountId } }: Pick<Context, 'settings'>, { region }: Pool, { username }: User) =>
  (device: Device) => ({
    DeviceKey: device.key,
    DeviceAttributes: toAttributeList(deviceAttributes(device, { username, region, accountId })),
    DeviceCreateDate: toTimestamp(device.createdAt),
    DeviceLastModifiedDate: toTimestamp(device.updatedAt),
    // The service's samples have this one in whole seconds.
    DeviceLastAuthenticatedDate: toTimestamp(Math.floor(device.lastAuthenticatedAt / SECOND_MS) * SECOND_MS),
  })
