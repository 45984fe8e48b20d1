//! Where policy documents stand, and of which kind each is. The kinds that ask most are those of
//! cfn-lint's rules E3510 to E3513 and E3530; any other place takes what all policies have in common.

/// What a policy is for, which decides what its statements must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) enum Kind {
    /// Belongs to a user, group or role: who is clear, so that nobody may be named.
    Identity,
    /// Belongs to a resource: says who may do what with which part of it.
    Resource,
    /// Belongs to a resource that needs not be named.
    Whole,
    /// Who may take on a role.
    Trust,
    /// Any other: services differ in what they ask.
    Other,
}

/// A property that holds a policy document.
#[derive(Debug, Clone, Copy)]
pub(in crate::validate) struct Place {
    pub path: &'static [&'static str],
    pub kind: Kind,
    /// Whether `*` stands for no resource here: the policy of a bucket must name it.
    pub names_itself: bool,
}

const fn place(kind: Kind, path: &'static [&'static str]) -> Place {
    Place {
        path,
        kind,
        names_itself: false,
    }
}

const DOCUMENT: &[&str] = &["PolicyDocument"];
const DOCUMENTS: &[&str] = &["Policies", "*", "PolicyDocument"];
const POLICY: &[&str] = &["Policy"];

/// The places of a resource type.
pub(in crate::validate) fn places(resource_type: &str) -> &'static [Place] {
    use Kind::{Identity, Other, Resource, Trust, Whole};
    match resource_type {
        "AWS::IAM::Group" | "AWS::IAM::User" => const { &[place(Identity, DOCUMENTS)] },
        "AWS::IAM::GroupPolicy"
        | "AWS::IAM::ManagedPolicy"
        | "AWS::IAM::Policy"
        | "AWS::IAM::RolePolicy"
        | "AWS::IAM::UserPolicy" => const { &[place(Identity, DOCUMENT)] },
        "AWS::IAM::Role" => {
            const {
                &[
                    place(Trust, &["AssumeRolePolicyDocument"]),
                    place(Identity, DOCUMENTS),
                ]
            }
        }
        "AWS::SSO::PermissionSet" => const { &[place(Identity, &["InlinePolicy"])] },
        "AWS::KMS::Key" => const { &[place(Resource, &["KeyPolicy"])] },
        "AWS::OpenSearchService::Domain" => const { &[place(Resource, &["AccessPolicies"])] },
        "AWS::S3::BucketPolicy" => {
            const {
                &[Place {
                    names_itself: true,
                    ..place(Resource, DOCUMENT)
                }]
            }
        }
        "AWS::SNS::TopicPolicy" | "AWS::SQS::QueuePolicy" => const { &[place(Resource, DOCUMENT)] },
        "AWS::ECR::Repository" => const { &[place(Whole, &["RepositoryPolicyText"])] },
        "AWS::Serverless::Function" => const { &[place(Trust, &["AssumeRolePolicyDocument"])] },
        "AWS::Bedrock::ResourcePolicy"
        | "AWS::EC2::VPCEndpoint"
        | "AWS::Lambda::ResourcePolicy"
        | "AWS::Logs::ResourcePolicy"
        | "AWS::S3Express::BucketPolicy"
        | "AWS::S3ObjectLambda::AccessPointPolicy"
        | "AWS::S3Outposts::BucketPolicy"
        | "AWS::SNS::TopicInlinePolicy"
        | "AWS::SQS::QueueInlinePolicy" => const { &[place(Other, DOCUMENT)] },
        "AWS::ApiGateway::DomainNameV2"
        | "AWS::ApiGateway::RestApi"
        | "AWS::EventSchemas::RegistryPolicy"
        | "AWS::Lex::ResourcePolicy"
        | "AWS::MSK::ClusterPolicy"
        | "AWS::MediaPackageV2::ChannelPolicy"
        | "AWS::MediaPackageV2::OriginEndpointPolicy"
        | "AWS::MediaTailor::ChannelPolicy"
        | "AWS::Oam::Sink"
        | "AWS::S3::AccessPoint"
        | "AWS::S3::MultiRegionAccessPointPolicy"
        | "AWS::S3Express::AccessPoint"
        | "AWS::S3Outposts::AccessPoint"
        | "AWS::S3Vectors::VectorBucketPolicy"
        | "AWS::SSM::ResourcePolicy"
        | "AWS::VpcLattice::AuthPolicy"
        | "AWS::VpcLattice::ResourcePolicy" => const { &[place(Other, POLICY)] },
        "AWS::Backup::BackupVault" | "AWS::Backup::LogicallyAirGappedBackupVault" => {
            const { &[place(Other, &["AccessPolicy"])] }
        }
        "AWS::CloudTrail::ResourcePolicy"
        | "AWS::Kinesis::ResourcePolicy"
        | "AWS::S3Tables::TableBucketPolicy"
        | "AWS::S3Tables::TablePolicy"
        | "AWS::SecretsManager::ResourcePolicy" => const { &[place(Other, &["ResourcePolicy"])] },
        "AWS::CodeArtifact::Domain" | "AWS::CodeArtifact::Repository" => {
            const { &[place(Other, &["PermissionsPolicyDocument"])] }
        }
        "AWS::DynamoDB::Table" => {
            const {
                &[
                    place(Other, &["ResourcePolicy", "PolicyDocument"]),
                    place(
                        Other,
                        &["StreamSpecification", "ResourcePolicy", "PolicyDocument"],
                    ),
                ]
            }
        }
        "AWS::DynamoDB::GlobalTable" => {
            const {
                &[place(
                    Other,
                    &["Replicas", "*", "ResourcePolicy", "PolicyDocument"],
                )]
            }
        }
        "AWS::ECR::PublicRepository" => const { &[place(Other, &["RepositoryPolicyText"])] },
        "AWS::ECR::RegistryPolicy" => const { &[place(Other, &["PolicyText"])] },
        "AWS::EFS::FileSystem" => const { &[place(Other, &["FileSystemPolicy"])] },
        "AWS::Elasticsearch::Domain" => const { &[place(Other, &["AccessPolicies"])] },
        "AWS::KMS::ReplicaKey" => const { &[place(Other, &["KeyPolicy"])] },
        "AWS::Logs::LogGroup" => const { &[place(Other, &["ResourcePolicyDocument"])] },
        "AWS::SageMaker::ModelPackageGroup" => {
            const { &[place(Other, &["ModelPackageGroupPolicy"])] }
        }
        _ => &[],
    }
}
