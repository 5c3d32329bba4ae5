/** The statements that the work needs, written by hand and prepared by name, over the platform's own tables. */

const user = `
  u.id, u.email, u.name, u.locale, u.avatar_url, u.email_verified_at is not null as email_verified,
  u.created_at, u.updated_at,
  (select array_agg(r.name order by r.name)
    from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id) as roles,
  (select array_agg(distinct p.name order by p.name)
    from user_roles ur join role_permissions rp on rp.role_id = ur.role_id
    join permissions p on p.id = rp.permission_id where ur.user_id = u.id) as permissions`;

export interface UserRow {
  id: string;
  email: string;
  name: string;
  locale: string | null;
  avatar_url: string | null;
  email_verified: boolean;
  created_at: Date;
  updated_at: Date;
  roles: string[];
  permissions: string[];
}

export const findUser = {
  name: 'find-user',
  text: `select ${user} from users u where u.id = $1 and u.deleted_at is null`,
};

export const findLogin = {
  name: 'find-login',
  text: `
    select ${user}, c.secret from users u join credentials c on c.user_id = u.id and c.kind = 'password'
    where u.email_key = $1 and u.deleted_at is null and u.is_active`,
};

export const insertSession = {
  name: 'insert-session',
  text: `
    insert into sessions (id, user_id, version, generation, refresh_hash, delivery, amr, auth_time, stepped_up_at,
      user_agent, ip_address, created_at, last_used_at, idle_expires_at, expires_at)
    values ($1, $2, 1, 0, $3, 'cookie', '{pwd}', $4, $4, $5, $6, $4, $4, $7, $8)`,
};

export const rotateSession = {
  name: 'rotate-session',
  text: `
    with s as (
      update sessions set
        version = sessions.version + 1, generation = generation + 1, parent_hash = refresh_hash, refresh_hash = $3,
        refresh_salt = $4, refresh_kid = 'floor', rotated_at = $5, last_used_at = $5,
        idle_expires_at = least($6, expires_at)
      from users
      where sessions.id = $1 and users.id = sessions.user_id and generation = $2 and refresh_hash = $7
        and delivery = 'cookie' and ended_at is null and expires_at > $5 and idle_expires_at > $5
        and users.is_active and users.deleted_at is null
      returning sessions.*)
    select s.id as session_id, s.version, s.auth_time, s.expires_at, s.idle_expires_at, ${user}
    from s join users u on u.id = s.user_id`,
};

export interface RotatedRow extends UserRow {
  session_id: string;
  version: number;
  auth_time: Date;
  expires_at: Date;
  idle_expires_at: Date;
}

/** The platform's store keeps a copy unless a newer one is there, in one script over one key. */
export const putIfNewer = `
local held = redis.call('GET', KEYS[1])
if held and cjson.decode(held).version > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`;
