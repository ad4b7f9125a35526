import type { Context } from '../../context.ts'
import { fault } from '../../domain/errors.ts'

const ACCOUNT = 4

/** Refuses a role that belongs to another account than this server's. */
export const refuseForeignRole = ({ settings }: Pick<Context, 'settings'>, roleArn: string | undefined): void => {
  if (roleArn === undefined || roleArn.split(':')[ACCOUNT] === settings.accountId) return
  throw fault('InvalidParameterException', 'Cross-account pass role is not allowed.')
}
