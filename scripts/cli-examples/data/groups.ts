import type { Example } from '../example.ts'
import { byEmail, confirmed, invited, plain, prepared } from '../prepare.ts'
import { group } from '../steps.ts'

const pool = '--user-pool-id us-west-2_aaaaaaaaa'
const made = { LastModifiedDate: 1548270073.795, CreationDate: 1548270073.795 }
const UserPoolId = 'us-west-2_aaaaaaaaa'

/** Groups. */
export const groups: readonly Example[] = [
  {
    command: 'create-group',
    line: `${pool} --group-name MyNewGroup --description "New group."`,
    prepare: prepared(plain),
    output: { Group: { GroupName: 'MyNewGroup', UserPoolId, Description: 'New group.', ...made } },
  },
  {
    command: 'create-group',
    line: `${pool} --group-name MyNewGroupWithRole --description "New group with a role." --role-arn arn:aws:iam::111111111111:role/MyNewGroupRole --precedence 2`,
    prepare: prepared(plain),
    output: {
      Group: {
        GroupName: 'MyNewGroupWithRole',
        UserPoolId,
        Description: 'New group with a role.',
        RoleArn: 'arn:aws:iam::111111111111:role/MyNewGroupRole',
        Precedence: 2,
        ...made,
      },
    },
  },
  {
    command: 'delete-group',
    line: `${pool} --group-name MyGroupName`,
    prepare: prepared(plain, [group('MyGroupName')]),
  },
  {
    command: 'get-group',
    line: `${pool} --group-name MyGroup`,
    prepare: prepared(plain, [group('MyGroup', [], { Description: 'A sample group.' })]),
    output: { Group: { GroupName: 'MyGroup', UserPoolId, Description: 'A sample group.', ...made } },
  },
  {
    command: 'list-users-in-group',
    line: `${pool} --group-name MyGroup`,
    prepare: prepared(byEmail, [
      invited('diego@example.com', { email_verified: 'true' }),
      confirmed('jane@example.com', { 'custom:CustomAttr1': 'New Value!' }),
      group('MyGroup', ['jane@example.com', 'diego@example.com']),
    ]),
    output: {
      Users: [
        {
          Username: 'acf10624-80bb-401a-ac61-607bee2110ec',
          Attributes: [
            { Name: 'sub', Value: 'acf10624-80bb-401a-ac61-607bee2110ec' },
            { Name: 'custom:CustomAttr1', Value: 'New Value!' },
            { Name: 'email', Value: 'jane@example.com' },
          ],
          UserCreateDate: 1548102770.284,
          UserLastModifiedDate: 1548103204.893,
          Enabled: true,
          UserStatus: 'CONFIRMED',
        },
        {
          Username: '22704aa3-fc10-479a-97eb-2af5806bd327',
          Attributes: [
            { Name: 'sub', Value: '22704aa3-fc10-479a-97eb-2af5806bd327' },
            { Name: 'email_verified', Value: 'true' },
            { Name: 'email', Value: 'diego@example.com' },
          ],
          UserCreateDate: 1548089817.683,
          UserLastModifiedDate: 1548089817.683,
          Enabled: true,
          UserStatus: 'FORCE_CHANGE_PASSWORD',
        },
      ],
    },
  },
  {
    command: 'update-group',
    line: `${pool} --group-name MyGroup --description "New description" --precedence 2`,
    prepare: prepared(plain, [group('MyGroup', [], { RoleArn: 'arn:aws:iam::111111111111:role/MyRole' })]),
    output: {
      Group: {
        GroupName: 'MyGroup',
        UserPoolId,
        Description: 'New description',
        RoleArn: 'arn:aws:iam::111111111111:role/MyRole',
        Precedence: 2,
        ...made,
      },
    },
  },
]
