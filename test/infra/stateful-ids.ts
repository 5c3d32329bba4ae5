/**
 * The logical ids of everything with state. CloudFormation knows a resource by its id alone: under another one it makes
 * an empty twin and leaves the old one, with all that is in it, to nobody. An id may be added here, never changed.
 */
export const statefulIds: Readonly<Record<string, string>> = {
  'network/NetworkVpc7FB7348F': 'AWS::EC2::VPC',
  'network/NetworkVpcisolatedSubnet1Subnet188D06DD': 'AWS::EC2::Subnet',
  'network/NetworkVpcisolatedSubnet2Subnet811E27B8': 'AWS::EC2::Subnet',
  'data/Key9BCD29C7': 'AWS::KMS::Key',
  'data/SecretsKeysigning15576503': 'AWS::SecretsManager::Secret',
  'data/SecretsKeyrefresh0EFF90A0': 'AWS::SecretsManager::Secret',
  'data/SecretsKeycsrfDEBE2DA7': 'AWS::SecretsManager::Secret',
  'data/SecretsKeypepperA4C98B56': 'AWS::SecretsManager::Secret',
  'data/SecretsKeycode7671CDB2': 'AWS::SecretsManager::Secret',
  'data/SecretsKeyoutbox9F5BF69B': 'AWS::SecretsManager::Secret',
  'data/SecretsKeycursorFC5AC31C': 'AWS::SecretsManager::Secret',
  'data/SecretsPublicKeys564A1113': 'AWS::SecretsManager::Secret',
  'data/SecretsEdge364142E2': 'AWS::SecretsManager::Secret',
  'data/SecretsDatabaseApp236623F8': 'AWS::SecretsManager::Secret',
  'data/SecretsStoreBB73075B': 'AWS::SecretsManager::Secret',
  'data/DatabaseCluster5B53A178': 'AWS::RDS::DBCluster',
  'data/DatabaseClusterWriterD43085C6': 'AWS::RDS::DBInstance',
  'data/DatabaseClusterReader78FE9854': 'AWS::RDS::DBInstance',
  'data/StoreTable0CCFA19B': 'AWS::DynamoDB::GlobalTable',
  'data/NudgesTableA56AC765': 'AWS::DynamoDB::GlobalTable',
  'data/ArchiveAccessLogs31F4F9D7': 'AWS::S3::Bucket',
  'data/ArchiveBucket49F1AC64': 'AWS::S3::Bucket',
  'data/CacheDAF337C5': 'AWS::ElastiCache::ServerlessCache',
  'gateway/ApiF70053CD': 'AWS::ApiGatewayV2::Api',
  'edge/SiteAccessLogs536C0B75': 'AWS::S3::Bucket',
  'edge/SiteBucket978D4AEB': 'AWS::S3::Bucket',
  'edge/EdgeDistribution0060737B': 'AWS::CloudFront::Distribution',
};
